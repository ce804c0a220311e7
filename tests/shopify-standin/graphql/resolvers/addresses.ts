import { gid } from '../../store/model.ts';
import { servedType } from '../serving.ts';
import type { ServedType } from '../serving.ts';

/** What the store knows of a MailingAddress. */
export interface Address {
  /** Of the customer or order that it belongs to, with which kind it is. */
  owner: string;
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
  city: string | null;
  countryCode: string | null;
}

const countryNames = new Intl.DisplayNames(['en'], { type: 'region' });

export function countryName(code: string | null): string | null {
  return code === null ? null : (countryNames.of(code) ?? code);
}

function fullName(address: Address): string | null {
  const name = [address.firstName, address.lastName].filter((part) => part !== null && part !== '').join(' ');
  return name === '' ? null : name;
}

export const addressTypes: Record<string, ServedType> = {
  MailingAddress: servedType<Address>({
    id: (address) => gid('MailingAddress', address.owner),
    firstName: (address) => address.firstName,
    lastName: (address) => address.lastName,
    name: (address) => fullName(address),
    phone: (address) => address.phone,
    city: (address) => address.city,
    country: (address) => countryName(address.countryCode),
    countryCode: (address) => address.countryCode,
    countryCodeV2: (address) => address.countryCode,
    formattedArea: (address) => [address.city, countryName(address.countryCode)].filter((part) => part !== null).join(', ') || null,
  }),
};

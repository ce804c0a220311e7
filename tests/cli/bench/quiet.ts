/** To be imported before anything of the app: its log takes its level when it is loaded, and would write to standard output, where figures alone belong. */
process.env['LOG_LEVEL'] ??= 'silent';

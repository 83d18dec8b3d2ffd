import { createClient } from '@rookery/sdk';

const rookery = createClient({ url: location.origin });
void rookery.system.info();

import { migrate } from '../../../engine/store/migrate';
import { openSqlite } from '../../../engine/store/sqlite/sqlite-driver';
import { START } from '../builders';
import { describeCrashes } from './describe-crashes';

describeCrashes('the embedded store', async () => {
	const driver = openSqlite(':memory:');
	await migrate(driver, START);
	return driver;
});

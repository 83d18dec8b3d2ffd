export { type Route, type RouterLike, routeTable } from './route-table.ts';

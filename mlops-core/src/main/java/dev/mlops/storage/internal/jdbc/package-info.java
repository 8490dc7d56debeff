/**
 * Runs and models in a database: one code for SQLite and PostgreSQL, which differ in what {@code Dialect} says. {@code
 * Database} gives sessions and transactions, {@code Migrations} the tables; {@code RunSearch} and its neighbours turn
 * queries into SQL.
 */
package dev.mlops.storage.internal.jdbc;

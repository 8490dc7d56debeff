/** What the tests of several modules need: other processes and a database server. */
package dev.mlops.testing;

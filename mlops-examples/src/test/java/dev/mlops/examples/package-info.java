/** What users see first: the README's code, and the library as a module among others. */
@NullMarked
package dev.mlops.examples;

import org.jspecify.annotations.NullMarked;

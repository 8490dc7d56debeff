/** Exact linear trainers on sparse data, as Tribuo trainers. */
package dev.mlops.model.linear;

/** Models that carry their vectoriser, signature and provenance, and the declaration of features. */
package dev.mlops.model;

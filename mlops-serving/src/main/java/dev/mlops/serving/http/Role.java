package dev.mlops.serving.http;

/** What a bearer of a token may do. */
public enum Role {
    /** Ask for predictions, and read what there is to ask. */
    PREDICT,
    /** That, and move aliases through their gates, roll back, load and unload. */
    DEPLOY,
    /** That, and read metrics and the state of the server. */
    ADMIN
}

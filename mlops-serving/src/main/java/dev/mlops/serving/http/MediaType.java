package dev.mlops.serving.http;

import java.util.Locale;

/** What a header Content-Type says. */
final class MediaType {
    private static final String JSON = "application/json";

    private MediaType() {}

    /**
     * The media type without its parameters, in lower case; with them where one of them is another charset than UTF-8, so that
     * it equals no type that is accepted.
     */
    static String of(String header) {
        if (header.equals(JSON)) { // as most send it
            return JSON;
        }
        String type = header.trim().toLowerCase(Locale.ROOT);
        int end = type.indexOf(';');
        if (end < 0) {
            return type;
        }
        for (String parameter : type.substring(end + 1).split(";", -1)) {
            String stripped = parameter.strip();
            if (stripped.startsWith("charset=") && !stripped.matches("charset=\"?(utf-?8|us-ascii)\"?")) {
                return type;
            }
        }
        return type.substring(0, end).strip();
    }
}

package dev.mlops.examples.trips;

import java.util.List;

/**
 * What a command of the registry tells.
 *
 * @param done whether it did what it was asked for
 * @param lines a record for each line of {@code --json}
 * @param text the same for a person
 */
record TripAnswer(boolean done, List<? extends Record> lines, String text) {

    static TripAnswer of(boolean done, Record line, String text) {
        return new TripAnswer(done, List.of(line), text);
    }
}

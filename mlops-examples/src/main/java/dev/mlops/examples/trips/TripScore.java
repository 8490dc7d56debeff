package dev.mlops.examples.trips;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** A line of the leaderboard, and of {@code --json}: errors are root mean squared errors in minutes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TripScore(
        @JsonProperty("model") String model,
        @JsonProperty("alpha") double alpha,
        @JsonProperty("features") String features,
        @JsonProperty("columns") int columns,
        @JsonProperty("train_rows") int trainRows,
        @JsonProperty("val_rows") int valRows,
        @JsonProperty("train_rmse") double trainRmse,
        @JsonProperty("val_rmse") double valRmse,
        @JsonProperty("test_rmse") @Nullable Double testRmse,
        @JsonProperty("fit_seconds") double fitSeconds) {}

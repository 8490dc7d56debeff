package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AmountsTest {
    @Test
    void numbers_have_six_digits_at_most() {
        assertThat(Amounts.number(8)).isEqualTo("8");
        assertThat(Amounts.number(0)).isEqualTo("0");
        assertThat(Amounts.number(-0.1)).isEqualTo("-0.1");
        assertThat(Amounts.number(5.38471239)).isEqualTo("5.38471");
        assertThat(Amounts.number(12_345_678)).isEqualTo("12345700");
        assertThat(Amounts.number(1.5e-9)).isEqualTo("1.5E-9");
        assertThat(Amounts.number(Double.NaN)).isEqualTo("NaN");
        assertThat(Amounts.number(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    }

    @Test
    void numbers_that_differ_read_differently() {
        assertThat(Amounts.number(8.00000001, 8)).isEqualTo("8.00000001");
        assertThat(Amounts.number(8, 8.00000001)).isEqualTo("8.0");
        assertThat(Amounts.number(8.1, 8)).isEqualTo("8.1");
    }

    @Test
    void shares_are_percentages() {
        assertThat(Amounts.percent(0.01)).isEqualTo("1 %");
        assertThat(Amounts.percent(-0.123456)).isEqualTo("-12.35 %");
        assertThat(Amounts.percent(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity %");
    }

    @Test
    void counts_and_times_have_units() {
        assertThat(Amounts.count(1, "row")).isEqualTo("1 row");
        assertThat(Amounts.count(61_921, "row")).isEqualTo("61,921 rows");
        assertThat(Amounts.time(Duration.ofNanos(1_500))).isEqualTo("0.0015 ms");
    }
}

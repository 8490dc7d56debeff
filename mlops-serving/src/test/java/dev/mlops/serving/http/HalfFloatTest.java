package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HalfFloatTest {

    /** The examples of the article on the half-precision format in Wikipedia, and its limits by IEEE 754-2019, table 3.5. */
    @ParameterizedTest
    @CsvSource({
        "0000, 0.0",
        "8000, -0.0",
        "0001, 0.000000059604645",
        "03ff, 0.000060975552",
        "0400, 0.00006103515625",
        "3555, 0.33325195",
        "3bff, 0.99951172",
        "3c00, 1",
        "3c01, 1.00097656",
        "7bff, 65504",
        "fbff, -65504",
        "c000, -2",
        "7c00, Infinity",
        "fc00, -Infinity",
        "7e00, NaN"
    })
    void bits_mean_what_the_format_says(String bits, Float value) {
        assertThat(HalfFloat.of((short) Integer.parseInt(bits, 16))).isEqualTo(value);
    }

    @Test
    void every_finite_one_is_its_own_nearest() {
        for (int bits = Short.MIN_VALUE; bits <= Short.MAX_VALUE; bits++) {
            Float value = HalfFloat.of((short) bits);
            assertThat(HalfFloat.nearest(value)).isEqualTo(value);
        }
    }

    @Property
    void the_nearest_is_no_farther_than_its_neighbours(@ForAll short bits, @ForAll double between) {
        float low = HalfFloat.of(bits);
        float high = HalfFloat.of((short) (bits + 1));
        double share = Math.abs(between % 1);
        if (Float.isFinite(low) && Float.isFinite(high) && bits != -1) {
            double value = low + share * ((double) high - low);
            assertThat(HalfFloat.nearest(value)).isEqualTo(share == 0.5 ? even(bits) : share < 0.5 ? low : high);
        }
    }

    private static float even(short bits) {
        return HalfFloat.of((short) (bits + (bits & 1)));
    }

    @Test
    void half_a_step_above_the_largest_is_infinite() {
        assertThat(HalfFloat.nearest(65_519.99)).isEqualTo(65_504f);
        assertThat(HalfFloat.nearest(65_520)).isInfinite();
        assertThat(HalfFloat.nearest(-1e300)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(HalfFloat.nearest(Double.NaN)).isNaN();
        assertThat(HalfFloat.nearest(1e-300)).isZero();
    }
}

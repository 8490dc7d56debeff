package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.model.CategoryFeature.Rule;
import dev.mlops.storage.Codec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorizerJsonTest {
    private static final Vectorizer FITTED = VectorizerTest.fit(
            List.of(Ride.of(1, 2, 3.0), Ride.of(1, 7, null), Ride.of(4, 2, 9.0)),
            Feature.cross("from", "to"),
            Feature.number("distance").fill(Fill.medianBy("from")).standardise(),
            Feature.number("distance").fill(Fill.median()).quantiles(2));

    /** Written by version 1 of the format; it must be readable for ever. */
    private static final String VERSION_1 = """
            {"format":"mlops-vectorizer","version":1,"content":{"features":{"list":[{"feature":"category","alias":null,\
            "hashBits":0,"keys":[{"key":"level","column":"from"}],"minCount":1,"missing":"LEVEL","scale":1.0,\
            "times":null,"unseen":"IGNORE"},{"feature":"number","alias":null,"flag":false,"scale":2.0,"source":\
            {"column":"distance","fill":{"columns":[],"kind":"MEAN","otherwise":null,"value":0.0},"max":"Infinity",\
            "min":0.0,"steps":[{"kind":"LOG1P","left":0.0,"parameter":0.0,"right":0.0}]},"standardise":false}]},"fills":[{"levels":[],\
            "otherwise":null,"value":6.0,"values":[]}],"fitted":[{"feature":"category","counts":[2,1],"edges":[[]],\
            "levels":[[1],[4]],"times":{"feature":"number","deviation":1.0,"mean":0.0}},{"feature":"number",\
            "deviation":1.0,"mean":0.0}],"schema":{"fields":[{"name":"from","nullable":true,"type":"INT32"},\
            {"name":"distance","nullable":true,"type":"FLOAT64"}]}}}""";

    @Test
    void the_form_of_version_1_is_read_and_written() {
        Vectorizer read = Vectorizer.fromJson(VERSION_1);

        assertThat(read.columns()).containsExactly("from=1", "from=4", "log1p(distance)");
        assertThat(read.transform(Ride.of(4, 2, null))).containsEntry("log1p(distance)", 2 * Math.log1p(6));
        assertThat(read.toJson()).isEqualTo(VERSION_1);
        assertThat(VectorizerTest.fit(
                                List.of(Ride.of(1, 2, 3.0), Ride.of(1, 7, null), Ride.of(4, 2, 9.0)),
                                Feature.category("from").missing(Rule.LEVEL),
                                Feature.number("distance")
                                        .within(0, Double.POSITIVE_INFINITY)
                                        .fill(Fill.mean())
                                        .log1p()
                                        .scale(2))
                        .toJson())
                .isEqualTo(VERSION_1);
    }

    @Test
    void the_codec_writes_and_reads_the_json() throws IOException {
        Codec<Vectorizer> codec = Vectorizer.codec();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        codec.write(FITTED, out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(FITTED.toJson());
        assertThat(codec.read(new ByteArrayInputStream(out.toByteArray()))).isEqualTo(FITTED);
        assertThat(codec.format()).isEqualTo("vectorizer-json/1");
        assertThatThrownBy(() -> codec.read(new ByteArrayInputStream(new byte[] {1, 2})))
                .isInstanceOf(IOException.class);
    }

    @Test
    void content_hashes_tell_vectorisers_apart() {
        Vectorizer other = VectorizerTest.fit(List.of(Ride.of(1, 2, 3.0)), Feature.cross("from", "to"));

        assertThat(FITTED.contentHash()).matches("sha256:[0-9a-f]{64}").isNotEqualTo(other.contentHash());
        assertThat(FITTED).isNotEqualTo(other).hasSameHashCodeAs(Vectorizer.fromJson(FITTED.toJson()));
        assertThat(FITTED).hasToString("vectorizer of [from_to, distance, quantile2(distance)] with 6 columns");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"version\":1|\"version\":2|JSON of vectorizer has version 2: this library reads up to 1, it was written by a newer one",
                "\"version\":1|\"version\":0|JSON of vectorizer has version 0: it must be a number from 1",
                "\"version\":1|\"version\":\"1\"|it must be a number from 1",
                "mlops-vectorizer|pickle|JSON has format 'pickle': it must be mlops-vectorizer",
                "\"version\":1|\"version\":1,\"more\":1|must have format, version and content, and no more",
                "\"minCount\":1|\"minCount\":1,\"code\":1|Unrecognized field \"code\"",
                "\"minCount\":1|\"minCount\":0|minCount is 0: it must be at least 1",
                "\"minCount\":1|\"minCount\":null|null",
                "\"minCount\":1,|``|Missing creator property 'minCount'",
                "\"unseen\":\"IGNORE\"|\"unseen\":\"EXPLODE\"|EXPLODE",
                "\"key\":\"level\"|\"key\":\"java.lang.Runtime\"|Could not resolve type id",
                "\"hashBits\":0|\"hashBits\":31|hash has 31 bits: it must have 1 to 20",
                "\"hashBits\":0|\"hashBits\":8|hashes its levels: none may be listed",
                "\"counts\":[2,1]|\"counts\":[2]|1 counts: there are 2 levels",
                "[[1],[4]]|[[4],[1]]|column from=1 follows from=4: columns must be unique and ascend",
                "[[1],[4]]|[[1],[1]]|column from=1 follows from=1",
                "[[1],[4]]|[[1],[\"4\"]]|level [4] doesn't fit [from]",
                "[[1],[4]]|[[1],[4.5]]|level [4.5] doesn't fit [from]",
                "[[1],[4]]|[[1],[4,5]]|level [4, 5] doesn't fit [from]",
                "\"edges\":[[]]|\"edges\":[[1.0]]|part from has edges that don't belong to it",
                "\"edges\":[[]]|\"edges\":[]|there are 0 lists of edges of feature from: there must be 1",
                "\"deviation\":1.0,\"mean\":0.0}]|\"deviation\":0.0,\"mean\":0.0}]|scale is 0.0",
                "\"value\":6.0|\"value\":\"NaN\"|fill is NaN: it must be finite",
                "\"values\":[]|\"values\":[1.0]|1 fills: there are 0 groups",
                "\"kind\":\"MEAN\"|\"kind\":\"MEDIAN_BY\"|may name columns and another fill only if",
                "\"INT32\"|\"TIMESTAMP\"|feature from reads column 'from', which is TIMESTAMP",
                "\"nullable\":true|\"nullable\":false|isn't what the features read",
                "\"fills\":[{|\"fills\":[{\"levels\":[],\"otherwise\":null,\"value\":6.0,\"values\":[]},{|there are 2 fills",
            })
    void what_breaks_a_rule_is_refused(String part, String replacement, String message) {
        String broken = VERSION_1.replace(part, replacement);

        assertThat(broken).isNotEqualTo(VERSION_1);
        assertThatThrownBy(() -> Vectorizer.fromJson(broken))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining(message);
    }

    @Test
    void text_that_is_no_json_and_nesting_without_end_are_refused() {
        assertThatThrownBy(() -> Vectorizer.fromJson("")).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> Vectorizer.fromJson("[".repeat(100_000)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("nesting depth");
        assertThatThrownBy(() -> Vectorizer.fromJson(VERSION_1 + "{}")).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> Vectorizer.fromJson("{\"version\":1,\"version\":1}"))
                .isInstanceOf(InvalidException.class);
    }

    @Test
    void quantile_edges_of_a_file_are_checked() {
        String json = FITTED.toJson();
        String edges = "\"edges\":[[6.0]]";

        assertThat(json).contains(edges);
        for (String bad : List.of("[[]]", "[[6.0,7.0]]", "[[\"NaN\"]]")) {
            assertThatThrownBy(() -> Vectorizer.fromJson(json.replace(edges, "\"edges\":" + bad)))
                    .isInstanceOf(InvalidException.class);
        }
    }
}

package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.T0;
import static dev.mlops.storage.tck.Samples.at;
import static dev.mlops.storage.tck.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.NewVersion;
import dev.mlops.storage.spi.Order;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.Subject;
import dev.mlops.storage.spi.VersionData;
import dev.mlops.storage.spi.VersionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Search among versions. */
interface VersionSearchTests extends ModelStoreFixture {

    private List<String> names(Query query) {
        return Samples.all(store()::searchVersions, query).stream()
                .map(version -> version.model() + version.number())
                .toList();
    }

    private List<String> found(String filter) {
        return names(Query.all(50).where(Filter.parse(filter, Subject.VERSIONS)));
    }

    private List<String> ordered(int limit, String... order) {
        return names(Query.all(limit)
                .orderBy(Stream.of(order)
                        .map(key -> Order.parse(key, Subject.VERSIONS))
                        .toList()));
    }

    private void versions() {
        model("a");
        model("b");
        version("a", 2, "5");
        version("b", Double.NaN, "x");
        version("a", 1, "10");
        version("b");
    }

    private void created(String model, Instant created) {
        NewVersion version = new NewVersion(model, null, "", Map.of(), Map.of(), Map.of(), created);
        store().createVersion(version, entry(model, "register", 1));
    }

    @Test
    default void the_latest_comes_first() {
        versions();
        created("a", at(50));
        created("b", at(-50));

        assertThat(names(Query.all(50))).containsExactly("a3", "b2", "a2", "b1", "a1", "b3");
        assertThat(names(Query.all(1))).containsExactly("a3", "b2", "a2", "b1", "a1", "b3");
        assertThat(names(Query.all(50).within(Set.of("b")))).containsExactly("b2", "b1", "b3");
        assertThat(names(Query.all(50).within(Set.of("b", "none")))).hasSize(3);
        assertThat(names(Query.all(50).within(Set.of("none")))).isEmpty();
    }

    @Test
    default void a_version_that_is_found_has_all_that_was_recorded() {
        versions();
        alias("a", "champion", 1, 0);
        alias("a", "latest", 1, 0);

        List<VersionData> found =
                Samples.all(store()::searchVersions, Query.all(50).within(Set.of("a")));

        assertThat(found).containsExactly(get("a", 2), get("a", 1));
    }

    @Test
    default void versions_have_no_lifecycle() {
        versions();

        assertThat(names(Query.all(50).lifecycle(null))).hasSize(4);
        assertThat(names(Query.all(50).lifecycle(Lifecycle.ACTIVE))).hasSize(4);
    }

    @Test
    default void each_field_can_be_asked_for() {
        versions();
        String run = Samples.id();
        store().createVersion(
                        new NewVersion("b", run, "", Map.of(), Map.of(), Map.of(), at(9)), entry("b", "register", 9));
        change("a", new ModelChange.Status(2, VersionStatus.READY), 7);

        assertThat(found("model = 'a'")).containsExactly("a2", "a1");
        assertThat(found("version = 1")).containsExactly("b1", "a1");
        assertThat(found("version > 1 and version < 3")).containsExactly("b2", "a2");
        assertThat(found("version < 1.5")).containsExactly("b1", "a1");
        assertThat(found("status = 'ready'")).containsExactly("a2");
        assertThat(found("run = '" + run + "'")).containsExactly("b3");
        assertThat(found("run IS NULL")).hasSize(4);
        assertThat(found("run != 'x'")).containsExactly("b3");
        assertThat(found("created > " + T0.toEpochMilli())).containsExactly("b3");
        assertThat(found("updated >= " + at(7).toEpochMilli())).containsExactly("b3", "a2");
        assertThat(found("metrics.m < 2")).containsExactly("a2");
        assertThat(found("metrics.m != 2")).containsExactly("a2", "b1");
        assertThat(found("metrics.m IS NULL")).containsExactly("b3", "b2");
        assertThat(found("params.p >= 5 and tags.t < 10")).containsExactly("a1");
        assertThat(found("tags.t NOT LIKE '%0'")).containsExactly("b1", "a1");
    }

    @Test
    default void a_version_may_be_found_by_any_of_its_aliases() {
        versions();
        alias("a", "champion", 1, 0);
        alias("a", "latest", 1, 0);
        alias("b", "champion", 2, 0);

        assertThat(found("alias = 'champion'")).containsExactly("b2", "a1");
        assertThat(found("alias = 'champion' and alias = 'latest'")).containsExactly("a1");
        assertThat(found("alias != 'latest'")).containsExactly("b2");
        assertThat(found("alias IN ('latest', 'other')")).containsExactly("a1");
        assertThat(found("alias NOT LIKE 'l%'")).containsExactly("b2");
        assertThat(found("alias IS NULL")).containsExactly("a2", "b1");
        assertThat(found("alias IS NOT NULL")).containsExactly("b2", "a1");
    }

    @Test
    default void tags_are_those_of_now_and_parameters_those_of_the_beginning() {
        versions();
        change("a", new ModelChange.Tag(1, "t", "77"), 5);
        change("b", new ModelChange.Tag(1, "t", null), 5);

        assertThat(found("tags.t = 77")).containsExactly("a1");
        assertThat(found("tags.t = 5")).isEmpty();
        assertThat(found("params.p = 5")).containsExactly("a1");
        assertThat(found("tags.t IS NULL")).containsExactly("b2", "b1");
    }

    @Test
    default void versions_come_in_order_and_in_pages() {
        versions();

        for (int limit : new int[] {1, 3, 50}) {
            assertThat(ordered(limit, "metrics.m")).containsExactly("a2", "a1", "b1", "b2");
            assertThat(ordered(limit, "metrics.m desc")).containsExactly("a1", "a2", "b1", "b2");
            assertThat(ordered(limit, "tags.t desc")).containsExactly("b1", "a2", "a1", "b2");
            assertThat(ordered(limit, "model desc", "version")).containsExactly("b1", "b2", "a1", "a2");
            assertThat(ordered(limit, "version desc", "model")).containsExactly("a2", "b2", "a1", "b1");
        }
    }

    @Test
    default void a_token_of_something_else_is_refused() {
        versions();

        assertThatThrownBy(() -> store().searchVersions(Query.all(1).after("x")))
                .isInstanceOf(InvalidException.class);
    }
}

package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.storage.Workspace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two workspaces may have versions of one name and number, which are not the same. */
final class ForeignVersionTest {
    private final Workspace here = Workspace.inMemory();
    private final Workspace there = Workspace.inMemory();

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void a_version_of_another_workspace_gets_no_alias_here() {
        ModelRegistry registry = ModelRegistry.in(here);
        registry.register("rides", RegistryFixture.MODEL);
        ModelVersion foreign = ModelRegistry.in(there).register("rides", RegistryFixture.MODEL);

        assertThatThrownBy(() -> registry.promote(foreign, "champion", Gate.open()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version rides/1 is of workspace");
        assertThatThrownBy(() -> registry.alias(foreign, "champion")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> registry.approve(foreign, "champion")).isInstanceOf(IllegalArgumentException.class);
        assertThat(registry.model("rides").aliases()).isEmpty();
    }

    @Test
    void another_view_of_the_same_registry_is_not_another_workspace() {
        ModelVersion version = ModelRegistry.in(here).register("rides", RegistryFixture.MODEL);

        assertThat(ModelRegistry.in(here)
                        .by("jane")
                        .promote(version, "champion", Gate.open())
                        .accepted())
                .isTrue();
    }

    @Test
    void an_approval_for_what_can_not_be_an_alias_is_refused() {
        ModelRegistry registry = ModelRegistry.in(here);
        ModelVersion version = registry.register("rides", RegistryFixture.MODEL);

        assertThatThrownBy(() -> registry.approve(version, "a/b"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("alias");
    }
}

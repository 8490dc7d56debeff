package dev.mlops.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.SimpleProvenanceProto;
import dev.mlops.InvalidException;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.common.tree.protos.SplitNodeProto;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.common.tree.protos.TreeNodeProto;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;
import org.tribuo.regression.sgd.protos.RegressionLinearSGDProto;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;

class HostileModelTest {
    private static final List<String> COLUMNS = List.of("a", "b", "c");
    private static final String TREE = "org.tribuo.common.tree.TreeModel";

    private static org.tribuo.Model<Regressor> train(Trainer<Regressor> trainer) {
        RegressionFactory factory = new RegressionFactory();
        MutableDataset<Regressor> rows = new MutableDataset<>(new SimpleDataSourceProvenance("rows", factory), factory);
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            double[] values = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
            rows.add(new ArrayExample<>(
                    new Regressor("y", 3 * values[0] - values[1]), COLUMNS.toArray(new String[0]), values));
        }
        return trainer.train(rows);
    }

    private static org.tribuo.Model<Regressor> boosted() {
        return train(new XGBoostRegressionTrainer(4));
    }

    private static org.tribuo.Model<Regressor> linear() {
        return train(new LinearSGDTrainer(new SquaredLoss(), new AdaGrad(0.1), 2, 1L));
    }

    private static ModelProto named(String className, Any content) {
        return ModelProto.newBuilder()
                .setClassName(className)
                .setSerializedData(content)
                .build();
    }

    private static void scan(ModelProto model, String... trusted) {
        ClassScan.check(model.toByteArray(), Set.of(trusted));
    }

    @Nested
    class ClassNames {

        @Test
        void tribuos_own_models_pass() {
            assertThatCode(() -> scan(boosted().serialize())).doesNotThrowAnyException();
            assertThatCode(() -> scan(linear().serialize())).doesNotThrowAnyException();
        }

        @Test
        void an_unknown_model_class_is_named_unless_the_host_trusts_it() {
            ModelProto model =
                    named("org.tribuo.regression.liblinear.LibLinearRegressionModel", Any.getDefaultInstance());
            assertThatThrownBy(() -> scan(model))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("'org.tribuo.regression.liblinear.LibLinearRegressionModel'");
            ModelProto own = named("com.example.Model", Any.pack(Any.getDefaultInstance()));
            assertThatThrownBy(() -> scan(own)).isInstanceOf(InvalidException.class);
            assertThatCode(() -> scan(own, "com.example.Model")).doesNotThrowAnyException();
        }

        @Test
        void a_class_deep_inside_an_ensemble_is_found() {
            ModelProto inner = named("com.example.Evil", Any.getDefaultInstance());
            ModelProto middle = named(
                    "org.tribuo.ensemble.WeightedEnsembleModel",
                    Any.pack(WeightedEnsembleModelProto.newBuilder()
                            .addModels(inner)
                            .build()));
            ModelProto outer = named(
                    "org.tribuo.ensemble.WeightedEnsembleModel",
                    Any.pack(WeightedEnsembleModelProto.newBuilder()
                            .addModels(middle)
                            .build()));
            assertThatThrownBy(() -> scan(outer)).hasMessageContaining("com.example.Evil");
        }

        @Test
        void provenance_classes_and_their_enums_are_checked() {
            SimpleProvenanceProto evil = SimpleProvenanceProto.newBuilder()
                    .setProvenanceClassName("com.example.Evil")
                    .build();
            assertThatThrownBy(() -> scan(withProvenance(evil))).hasMessageContaining("com.example.Evil");
            SimpleProvenanceProto enumerated = SimpleProvenanceProto.newBuilder()
                    .setProvenanceClassName("com.oracle.labs.mlrg.olcut.provenance.primitives.EnumProvenance")
                    .setAdditional("com.example.EvilEnum")
                    .build();
            assertThatThrownBy(() -> scan(withProvenance(enumerated))).hasMessageContaining("com.example.EvilEnum");
            assertThatCode(() -> scan(withProvenance(enumerated), "com.example.EvilEnum"))
                    .doesNotThrowAnyException();
        }

        private ModelProto withProvenance(SimpleProvenanceProto provenance) {
            ModelDataProto metadata = ModelDataProto.newBuilder()
                    .setProvenance(RootProvenanceProto.newBuilder().addSmp(provenance))
                    .build();
            return named(
                    TREE,
                    Any.pack(TreeModelProto.newBuilder().setMetadata(metadata).build()));
        }

        @Test
        void a_class_name_hidden_behind_a_second_copy_of_its_field_is_refused() throws Exception {
            ByteArrayOutputStream twice = new ByteArrayOutputStream();
            named(TREE, Any.pack(TreeModelProto.getDefaultInstance())).writeTo(twice);
            named("com.example.Evil", Any.getDefaultInstance()).writeTo(twice);
            assertThat(ModelProto.parseFrom(twice.toByteArray()).getClassName()).isEqualTo("com.example.Evil");
            assertThatThrownBy(() -> ClassScan.check(twice.toByteArray(), Set.of()))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("occurs twice");
        }

        @Test
        void content_of_an_unknown_type_is_refused() {
            Any unknown = Any.newBuilder()
                    .setTypeUrl("type.example/com.example.Proto")
                    .build();
            assertThatThrownBy(() -> scan(named(TREE, unknown))).hasMessageContaining("com.example.Proto");
        }

        @Test
        void endless_nesting_is_refused_before_the_stack_is_full() {
            ModelProto model = named(TREE, Any.pack(TreeModelProto.getDefaultInstance()));
            for (int i = 0; i < 60; i++) {
                model = named(
                        "org.tribuo.ensemble.WeightedEnsembleModel",
                        Any.pack(WeightedEnsembleModelProto.newBuilder()
                                .addModels(model)
                                .build()));
            }
            ModelProto deep = model;
            assertThatThrownBy(() -> scan(deep)).hasMessageContaining("nest more than 100 levels");
        }

        @Test
        void random_bytes_are_no_model() {
            byte[] bytes = new byte[200];
            new Random(1).nextBytes(bytes);
            assertThatThrownBy(() -> ClassScan.check(bytes, Set.of())).isInstanceOf(InvalidException.class);
        }
    }

    @Nested
    class Content {

        @Test
        void a_tree_that_runs_in_circles_is_refused() throws Exception {
            ModelProto tree = train(new CARTJointRegressionTrainer(4)).serialize();
            TreeModelProto.Builder model = tree.getSerializedData().unpack(TreeModelProto.class).toBuilder();
            SplitNodeProto root = model.getNodes(0).getSerializedData().unpack(SplitNodeProto.class);
            model.setNodes(0, node(root.toBuilder().setGreaterThanIdx(0).build()));
            assertRefused(model.build(), "node 0 of a tree");
            model.setNodes(0, node(root.toBuilder().setGreaterThanIdx(1 << 30).build()));
            assertRefused(model.build(), "is missing or has two parents");
            model.setNodes(0, node(root.toBuilder().setSplitFeatureIdx(77).build()));
            assertRefused(model.build(), "a tree splits on feature 77 of 3");
        }

        private void assertRefused(TreeModelProto tree, String message) {
            ModelProto model = named(TREE, Any.pack(tree));
            assertThatThrownBy(() -> new RegressionCompiler(COLUMNS).compile(model))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining(message);
        }

        private TreeNodeProto node(SplitNodeProto split) {
            return TreeNodeProto.newBuilder()
                    .setClassName("org.tribuo.common.tree.SplitNode")
                    .setSerializedData(Any.pack(split))
                    .build();
        }

        @Test
        void columns_other_than_the_models_are_refused() {
            assertThatThrownBy(() -> new RegressionCompiler(List.of("a", "b", "z")).compile(linear().serialize()))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("feature 'c' is none of the vectoriser's 3 columns");
        }

        @Test
        void a_model_that_knows_a_part_of_the_columns_is_left_to_tribuo() {
            assertThat(new RegressionCompiler(List.of("a", "b", "c", "d")).compile(linear().serialize()))
                    .isEmpty();
        }

        @Test
        void a_weight_matrix_of_another_shape_is_refused() throws Exception {
            ModelProto model = linear().serialize();
            RegressionLinearSGDProto proto = model.getSerializedData().unpack(RegressionLinearSGDProto.class);
            assertThatThrownBy(() -> LinearWeights.read(proto.getParams(), new int[3], 3, 2))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("expected 2 x 4");
        }

        @Test
        void an_ensemble_without_weights_is_refused() {
            ModelProto ensemble = named(
                    "org.tribuo.ensemble.WeightedEnsembleModel",
                    Any.pack(WeightedEnsembleModelProto.newBuilder()
                            .addModels(linear().serialize())
                            .build()));
            assertThatThrownBy(() -> new RegressionCompiler(COLUMNS).compile(ensemble))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("1 models with 0 weights");
        }

        @Test
        void content_of_another_type_than_the_class_is_refused() {
            ModelProto model = named(
                    "org.tribuo.regression.sgd.linear.LinearSGDModel", Any.pack(TreeModelProto.getDefaultInstance()));
            assertThatThrownBy(() -> new RegressionCompiler(COLUMNS).compile(model))
                    .isInstanceOf(InvalidException.class);
        }
    }

    @Nested
    class Boosters {
        private static final int[] COLUMN_OF = {0, 1, 2};
        private final byte[] booster = booster();

        private byte[] booster() {
            try {
                ByteString content = boosted().serialize().getSerializedData().getValue();
                return org.tribuo.common.xgboost.protos.XGBoostModelProto.parseFrom(content)
                        .getModels(0)
                        .toByteArray();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Test
        void a_whole_booster_is_read() {
            assertThat(BoosterReader.read(booster, COLUMN_OF)).isPresent();
        }

        @Test
        void a_booster_cut_off_before_its_last_tree_is_refused() {
            for (int length = 0; length < 1000; length += 13) {
                byte[] part = java.util.Arrays.copyOf(booster, length);
                assertThatThrownBy(() -> BoosterReader.read(part, COLUMN_OF)).isInstanceOf(InvalidException.class);
            }
        }

        @Test
        void any_byte_overwritten_gives_a_kernel_or_an_error_but_no_endless_walk_or_huge_array() {
            Random random = new Random(8);
            Row row = new Row(3, true);
            for (int i = 0; i < 3000; i++) {
                byte[] changed = booster.clone();
                for (int k = 0; k < 3; k++) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                }
                try {
                    BoosterReader.read(changed, COLUMN_OF).ifPresent(kernel -> kernel.value(row));
                } catch (InvalidException expected) {
                    assertThat(expected).hasMessageContaining("boost");
                }
            }
        }

        @Test
        void another_format_is_refused() {
            byte[] json = "{\"learner\":{}}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            assertThatThrownBy(() -> BoosterReader.read(json, COLUMN_OF))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("binf");
        }
    }
}

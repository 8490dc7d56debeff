package dev.mlops;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "dev.mlops", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    /** Generated from templates; a page takes a view model from the internal package of the package that renders it. */
    private static final String PAGES = "dev.mlops.internal.pages..";

    @ArchTest
    static final ArchRule packages_have_no_cycles = slices().matching("dev.mlops.(*)..")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(resideInAPackage(PAGES), resideInAPackage("..internal.."));

    @ArchTest
    static final ArchRule dependencies_point_one_way = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("storage")
            .definedBy("dev.mlops.storage..")
            .layer("data")
            .definedBy("dev.mlops.data..")
            .layer("model")
            .definedBy("dev.mlops.model", "dev.mlops.model.internal..")
            .layer("linear")
            .definedBy("dev.mlops.model.linear..")
            .layer("onnx")
            .definedBy("dev.mlops.model.onnx..")
            .layer("evaluation")
            .definedBy("dev.mlops.evaluation..")
            .layer("pipeline")
            .definedBy("dev.mlops.pipeline..")
            .whereLayer("storage")
            .mayNotAccessAnyLayer()
            .whereLayer("data")
            .mayOnlyAccessLayers("storage")
            .whereLayer("model")
            .mayOnlyAccessLayers("data", "storage")
            .whereLayer("linear")
            .mayOnlyAccessLayers("model", "data", "storage")
            .whereLayer("onnx")
            .mayOnlyAccessLayers("model", "data", "storage")
            .whereLayer("evaluation")
            .mayOnlyAccessLayers("model", "data", "storage")
            .whereLayer("pipeline")
            .mayOnlyAccessLayers("storage");

    @ArchTest
    static final ArchRule internal_types_stay_inside = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(not(resideInAPackage("..internal..")))
            .should(showNoInternalTypes());

    @ArchTest
    static final ArchRule classes_are_closed = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .and()
            .resideOutsideOfPackage(PAGES)
            .should(beFinalOrAbstract());

    @ArchTest
    static final ArchRule nothing_reads_java_serialisation =
            noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream");

    private static ArchCondition<JavaMethod> showNoInternalTypes() {
        DescribedPredicate<JavaClass> internal = resideInAPackage("dev.mlops..internal..");
        return new ArchCondition<>("show no internal type") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                        .filter(internal)
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " shows " + type.getName())));
            }
        };
    }

    private static ArchCondition<JavaClass> beFinalOrAbstract() {
        return new ArchCondition<>("be final or abstract") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean closed = type.getModifiers().contains(FINAL)
                        || type.getModifiers().contains(ABSTRACT)
                        || type.isEnum();
                if (!closed) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " is neither"));
                }
            }
        };
    }
}

package dev.mlops.registry;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.conditions.ArchConditions.haveModifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.mlops.registry", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule classes_are_closed = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .should(haveModifier(FINAL).or(haveModifier(ABSTRACT)));

    @ArchTest
    static final ArchRule internal_types_stay_inside = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("..internal..")
            .should()
            .notHaveRawReturnType(resideInAPackage("dev.mlops..internal.."));

    @ArchTest
    static final ArchRule no_backend_is_known_by_name =
            noClasses().should().dependOnClassesThat().resideInAPackage("dev.mlops.storage.internal.*..");

    @ArchTest
    static final ArchRule nobody_serves_or_monitors_from_here = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.mlops.serving..", "dev.mlops.monitoring..");
}

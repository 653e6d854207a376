package org.mathesar.launcher;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mathesar.launcher.claim.planted.BorrowedTool;
import org.mathesar.launcher.process.planted.ForgetfulManager;
import org.mathesar.launcher.storage.planted.BackwardGlance;

/** Who may use whom. A package or library that is named nowhere here may be used by nobody. */
class PackageDependenciesTest {
    private static final String ROOT = "org.mathesar.launcher";

    /** The package directions; the root package composes and may use all. */
    private static final Map<String, Set<String>> DIRECTIONS = Map.ofEntries(
            entry("wizard", Set.of("setup", "concierge", "database", "address", "claim", "problem")),
            entry("http", Set.of("tls", "claim", "problem")),
            entry("setup",
                    Set.of("concierge", "mathesar", "database", "tls", "address", "process", "storage", "problem")),
            entry("concierge", Set.of("mathesar", "database", "storage", "problem")),
            entry("mathesar", Set.of("process", "database", "storage", "problem")),
            entry("database", Set.of("process", "storage", "problem")),
            entry("tls", Set.of("storage", "problem")),
            entry("address", Set.of("storage", "problem")),
            entry("claim", Set.of("storage", "problem")),
            entry("process", Set.of("problem")),
            entry("storage", Set.of("problem")),
            entry("problem", Set.of()));

    /** Who may use which library; the empty name is the root package. */
    private static final Map<List<String>, Set<String>> LIBRARIES = Map.of(
            List.of("io.undertow", "org.xnio"), Set.of("http", "wizard"),
            List.of("org.apache.commons.exec"), Set.of("process"),
            List.of("org.postgresql"), Set.of("database"),
            List.of("com.github.benmanes.caffeine"), Set.of("claim", "http"),
            List.of("org.bouncycastle"), Set.of("tls"),
            List.of("org.shredzone.acme4j"), Set.of("tls"),
            List.of("org.xbill.DNS"), Set.of("address"),
            List.of("gg.jte"), Set.of("wizard"),
            List.of("com.fasterxml.jackson"), Set.of("", "mathesar", "concierge"),
            List.of("picocli"), Set.of(""));

    /** What everybody may use. */
    private static final List<String> COMMON = List.of("java..", "javax..", "com.sun.net..", "com.sun.management..",
            "org.slf4j..", ROOT + "..");

    /** Collections are declared by their interfaces and made by List.of and its like; these can only be filled later. */
    private static final List<String> CONTAINERS_THAT_CHANGE = List.of("java.util.concurrent.atomic.",
            "java.util.concurrent.Concurrent", "java.util.ArrayList", "java.util.ArrayDeque", "java.util.HashMap",
            "java.util.HashSet", "java.util.LinkedHashMap", "java.util.LinkedHashSet", "java.util.TreeMap",
            "java.util.Properties", "java.util.Queue", "java.util.Deque", "java.lang.ThreadLocal",
            "java.lang.StringBuilder", "com.github.benmanes.caffeine.cache.");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT);
    private static final JavaClasses WITH_PLANTED = new ClassFileImporter()
            .withImportOption(location -> location.contains("/planted/")
                    || !location.matches(Pattern.compile(".*/test-classes/.*")))
            .importPackages(ROOT);

    static Stream<Arguments> rules() {
        Stream<Arguments> directions = DIRECTIONS.keySet().stream().sorted()
                .map(name -> Arguments.of("direction of " + name, direction(name)));
        Stream<Arguments> libraries = LIBRARIES.keySet().stream()
                .map(library -> Arguments.of("users of " + library, library(library)));
        return Stream.of(directions, libraries, Stream.of(Arguments.of("known libraries", knownLibraries()),
                Arguments.of("cycles", noCycles()), Arguments.of("names", names()),
                Arguments.of("static fields", noStaticState()), Arguments.of("static arrays", noStaticArrays())))
                .flatMap(each -> each);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void theCodeKeepsTo(String name, ArchRule rule) {
        rule.check(MAIN);
    }

    @Test
    void thePackagesAreTheOnesOfTheTable() {
        Set<String> found = MAIN.stream().map(PackageDependenciesTest::packageName).filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(DIRECTIONS.keySet()), found);
    }

    @Test
    void aGlanceBackwardsIsNoticed() {
        assertBroken(direction("storage"), BackwardGlance.class);
        assertKept(direction("process"), BackwardGlance.class);
    }

    @Test
    void aCycleIsNoticed() {
        // Claim looks at storage, which is right; the planted class looks back.
        assertBroken(noCycles(), BackwardGlance.class);
    }

    @Test
    void aBorrowedLibraryIsNoticed() {
        assertBroken(library(List.of("org.postgresql")), BorrowedTool.class);
        assertBroken(knownLibraries(), BorrowedTool.class);
        assertKept(library(List.of("gg.jte")), BorrowedTool.class);
    }

    @Test
    void aNameThatSaysNothingIsNoticed() {
        assertBroken(names(), ForgetfulManager.class);
        assertKept(names(), BackwardGlance.class);
    }

    @Test
    void staticStateIsNoticed() {
        for (String field : List.of("changes", "SEEN", "COUNT")) {
            assertTrue(report(noStaticState(), ForgetfulManager.class).contains(field), field);
        }
        assertTrue(report(noStaticArrays(), ForgetfulManager.class).contains("WAITS"));
    }

    private static ArchRule direction(String name) {
        String[] allowed = Stream.concat(Stream.of(name), DIRECTIONS.get(name).stream())
                .map(each -> ROOT + "." + each + "..").toArray(String[]::new);
        return classes().that().resideInAPackage(ROOT + "." + name + "..").should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed)
                        .or(resideOutsideOfPackages(ROOT, ROOT + "..")));
    }

    private static ArchRule library(List<String> library) {
        String[] users = LIBRARIES.get(library).stream()
                .map(name -> name.isEmpty() ? ROOT : ROOT + "." + name + "..").toArray(String[]::new);
        String[] packages = library.stream().map(name -> name + "..").toArray(String[]::new);
        return noClasses().that().resideOutsideOfPackages(users).should().dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    private static ArchRule knownLibraries() {
        String[] known = Stream
                .concat(COMMON.stream(), LIBRARIES.keySet().stream().flatMap(List::stream).map(name -> name + ".."))
                .toArray(String[]::new);
        return classes().should().onlyDependOnClassesThat(resideInAnyPackage(known)
                .or(describe("are primitive", type -> type.getBaseComponentType().isPrimitive())));
    }

    private static ArchRule noCycles() {
        return slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();
    }

    private static ArchRule names() {
        return noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Service)(\\$.*)?");
    }

    private static ArchRule noStaticState() {
        return fields().that().areStatic().and(areWritten()).should().beFinal().andShould()
                .notHaveRawType(describe("a container that changes", type -> CONTAINERS_THAT_CHANGE.stream()
                        .anyMatch(type.getName()::startsWith)));
    }

    private static ArchRule noStaticArrays() {
        return fields().that().areStatic().and().areNotPrivate().and(areWritten()).should().notHaveRawType(
                describe("an array", JavaClass::isArray));
    }

    /** By a person: no enum's table of values, no compiler's switch table, no template's generated tables. */
    private static DescribedPredicate<JavaField> areWritten() {
        return describe("are written", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)
                && !field.getOwner().getPackageName().equals(ROOT + ".wizard.templates"));
    }

    private static void assertBroken(ArchRule rule, Class<?> planted) {
        assertFalse(report(rule, planted).isEmpty(), rule.getDescription());
    }

    private static void assertKept(ArchRule rule, Class<?> planted) {
        assertEquals("", report(rule, planted));
    }

    /** What the rule finds when the planted classes are there, as far as it is about this one. */
    private static String report(ArchRule rule, Class<?> planted) {
        return rule.evaluate(WITH_PLANTED).getFailureReport().getDetails().stream()
                .filter(detail -> detail.contains(planted.getName())).collect(Collectors.joining("\n"));
    }

    private static String packageName(JavaClass type) {
        String[] parts = type.getPackageName().substring(ROOT.length()).split("\\.");
        return parts.length > 1 ? parts[1] : "";
    }
}

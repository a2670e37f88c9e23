package org.sgdlimits;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the rooms of the house and what may pass between them.
 *
 * <p>Directions: a room uses the rooms that {@link #rooms()} lists for it, and nothing of ours besides.
 *
 * <p>Libraries: Hipparchus, EJML and Apache Commons (RNG, Numbers) are exchangeable parts, so a user who holds
 * {@code double[]} and our records never meets their types. The rule reads what a user can reach: the public and
 * protected constructors, methods and fields of public types, their type parameters, and the types they extend or
 * implement. A private member, a package-private type and a method's body are free to use whatever they like, which is
 * also where a random generator travels: inside one room, in package-private signatures; across rooms, as a seed or
 * behind an interface of ours. The one exception is {@link org.hipparchus.CalculusFieldElement}, because the author of
 * an objective writes it so that automatic differentiation can run the formula.
 */
@Tag("regression")
class ArchitectureTest {
    private static final String ROOT = "org.sgdlimits";

    /** The rooms that compute, from the ground up: each may use all before it. */
    private static final List<String> TOWER = List.of("gaussian", "model", "law", "method", "leastsquares", "analysis");

    private static final List<String> LIBRARIES = List.of("org.hipparchus.", "org.ejml.", "org.apache.commons.");

    private static final Set<String> FREE_TYPES = Set.of("org.hipparchus.CalculusFieldElement");

    private static final JavaClasses SOURCES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** A package below {@code org.sgdlimits}, its own sub-packages included, and the rooms it may use. */
    record Room(String name, List<String> mayUse) {}

    static List<Room> rooms() {
        List<Room> rooms = new ArrayList<>();
        for (int i = 0; i < TOWER.size(); i++) {
            rooms.add(new Room(TOWER.get(i), TOWER.subList(0, i)));
        }
        rooms.add(new Room("experiment", TOWER));
        rooms.add(new Room("report", TOWER));
        rooms.add(new Room("validation", and(TOWER, "experiment", "report")));
        rooms.add(new Room("cli", and(TOWER, "experiment", "report", "validation")));
        return rooms;
    }

    private static List<String> and(List<String> rooms, String... more) {
        return Stream.concat(rooms.stream(), Stream.of(more)).toList();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomUsesOnlyWhatLiesBelowIt(Room room) {
        String[] reachable = and(room.mayUse, room.name).stream()
                .map(ArchitectureTest::packageOf)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(packageOf(room.name))
                .should(onlyDependOnClassesThat(resideOutsideOfPackage(ROOT + "..")
                        .or(resideInAnyPackage(reachable))
                        .as("lie in %s or below: %s", room.name, room.mayUse)))
                .allowEmptyShould(true)
                .check(SOURCES);
    }

    @Test
    void everyClassLivesInARoom() {
        String[] known = rooms().stream().map(room -> packageOf(room.name)).toArray(String[]::new);
        classes().should().resideInAnyPackage(known).allowEmptyShould(true).check(SOURCES);
    }

    @Test
    void noPackagesFormACycle() {
        slices().matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(SOURCES);
    }

    @Test
    void aUserMeetsNoTypeOfANumericsLibrary() {
        String[] packages = TOWER.stream().map(ArchitectureTest::packageOf).toArray(String[]::new);
        classes()
                .that()
                .resideInAnyPackage(packages)
                .and(describe("a user can name", ArchitectureTest::isReachable))
                .should(stateNoTypeOfALibrary())
                .allowEmptyShould(true)
                .check(SOURCES);
    }

    private static String packageOf(String room) {
        return ROOT + "." + room + "..";
    }

    private static boolean isReachable(JavaClass type) {
        return isOpen(type)
                && type.getEnclosingClass().map(ArchitectureTest::isReachable).orElse(true);
    }

    private static boolean isOpen(HasModifiers element) {
        return element.getModifiers().contains(PUBLIC) || element.getModifiers().contains(PROTECTED);
    }

    private static ArchCondition<JavaClass> stateNoTypeOfALibrary() {
        return new ArchCondition<>("state no type of Hipparchus, EJML or Apache Commons to a user") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Stream<JavaType> parents = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
                report(type.getFullName(), Stream.concat(parents, type.getTypeParameters().stream()), type, events);
                for (JavaMember member : type.getMembers()) {
                    if (isOpen(member)) {
                        report(member.getFullName(), typesIn(member), type, events);
                    }
                }
            }
        };
    }

    private static Stream<JavaType> typesIn(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        JavaCodeUnit unit = (JavaCodeUnit) member;
        return Stream.of(List.of(unit.getReturnType()), unit.getParameterTypes(), unit.getTypeParameters())
                .flatMap(Collection::stream);
    }

    private static void report(
            String where, Stream<? extends JavaType> types, JavaClass owner, ConditionEvents events) {
        Set<String> leaked = types.flatMap(type -> type.getAllInvolvedRawTypes().stream())
                .map(type -> type.getBaseComponentType().getFullName())
                .filter(name -> LIBRARIES.stream().anyMatch(name::startsWith) && !FREE_TYPES.contains(name))
                .collect(Collectors.toSet());
        if (!leaked.isEmpty()) {
            String message = where + " states " + leaked + ": keep it package-private, or state an own type";
            events.add(SimpleConditionEvent.violated(owner, message));
        }
    }
}

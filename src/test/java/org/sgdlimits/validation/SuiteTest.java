package org.sgdlimits.validation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The quick tier of the repository's validation suite, a test for every case; each claim's file derives its tolerance. */
@Tag("validation")
final class SuiteTest {

    @TestFactory
    Stream<DynamicTest> everyClaimHolds() {
        return Suite.claims(Path.of("validation"), List.of(), Claim.Tier.QUICK).stream()
                .flatMap(claim -> claim.cases().stream()
                        .map(one -> DynamicTest.dynamicTest(one.title(), () -> examine(only(claim, one)))));
    }

    private static Claim only(Claim claim, ClaimCase one) {
        return new Claim(
                claim.name(),
                claim.statement(),
                claim.source(),
                claim.tier(),
                claim.kind(),
                claim.derivation(),
                List.of(one));
    }

    private static void examine(Claim claim) {
        Finding finding = Suite.examine(List.of(claim), result -> {}).get(0).finding();
        assertTrue(
                finding.passed(),
                () -> claim.statement() + "\nexpected: " + finding.expected() + "\ngot: " + finding.got()
                        + "\nstandard errors: " + finding.standardErrors());
    }
}

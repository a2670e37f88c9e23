package org.sgdlimits.validation;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The kinds of check, by the word in a claim file's {@code check.kind}. */
final class Checks {

    private static final Map<String, Check> KINDS = new TreeMap<>(Map.of(
            "reference-values", new ReferenceValues(),
            "means-agree", new MeansAgree(),
            "convergence-rate", new ConvergenceRate(),
            "smaller-gap", new SmallerGap(),
            "same-law", new SameLawOfTwoMethods(),
            "one-step", new OneStepAgrees(),
            "expectations", new ExpectationsAgree(),
            "weak-order", new WeakOrder(),
            "verdict", new VerdictAgrees()));

    private Checks() {}

    /** The words, in alphabetical order, as messages list them. */
    static Set<String> kinds() {
        return KINDS.keySet();
    }

    static Check of(String kind) {
        return KINDS.get(kind);
    }
}

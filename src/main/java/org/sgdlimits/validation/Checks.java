package org.sgdlimits.validation;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The kinds of check, by the word in a claim file's {@code check.kind}. */
final class Checks {

    private static final Map<String, Check> KINDS = new TreeMap<>(Map.ofEntries(
            entry("reference-values", new ReferenceValues()),
            entry("means-agree", new MeansAgree()),
            entry("convergence-rate", new ConvergenceRate()),
            entry("smaller-gap", new SmallerGap()),
            entry("same-law", new SameLawOfTwoMethods()),
            entry("one-step", new OneStepAgrees()),
            entry("expectations", new ExpectationsAgree()),
            entry("weak-order", new WeakOrder()),
            entry("verdict", new VerdictAgrees()),
            entry("exit-value", new ExitValue()),
            entry("exit-law", new ExitLawsAgree()),
            entry("exit-fit", new ExitFit()),
            entry("exit-gain", new ExitGain()),
            entry("final-mean", new FinalMean()),
            entry("stationary-mean", new StationaryMean()),
            entry("scaling", new ScalingLaw()),
            entry("phase-diagram", new PhaseDiagramAgrees()),
            entry("search-descent", new DescentOverSearch()),
            entry("same-limit", new SameLimit()),
            entry("node-convergence", new NodeConvergence()),
            entry("family", new FamilyAgrees()),
            entry("within-band", new WithinBand()),
            entry("critical-rate", new CriticalRate()),
            entry("convexity-bound", new StrongConvexityBound()),
            entry("tail", new TailLaw()),
            entry("volterra-ways", new VolterraWays()),
            entry("lanczos", new LanczosAgrees()),
            entry("limit-decay", new LimitDecay()),
            entry("sgd-decay", new DecayOfSgd()),
            entry("momentum-decay", new MomentumDecay()),
            entry("momentum-transition", new MomentumTransition()),
            entry("momentum-grid", new MomentumGrid())));

    private Checks() {}

    /** The words, in alphabetical order, as messages list them. */
    static Set<String> kinds() {
        return KINDS.keySet();
    }

    static Check of(String kind) {
        return KINDS.get(kind);
    }
}

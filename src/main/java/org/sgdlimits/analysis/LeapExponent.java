package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.sgdlimits.gaussian.Hermite;
import org.sgdlimits.model.CommitteeTarget;
import org.sgdlimits.model.HermiteTarget;
import org.sgdlimits.model.HermiteTerm;
import org.sgdlimits.model.Smoothness;
import org.sgdlimits.model.Target;

/**
 * The coordinate leap of a target y = Σ_α c_α Π_r h_{α_r}(λ*_r), which decides how long SGD searches for its directions (Abbe,
 * Boix-Adserà, Misiakiewicz, COLT 2023, for isotropic Gaussian data).
 *
 * <p>Where the coordinates L are learned, a term costs Σ_{r∉L} α_r, and then its coordinates are learned too. The leap is the largest
 * cost on the way to all of them, in the order for which that is least: always the cheapest next. No order does better: the first
 * term that leaves the L of a greedy stage starts from a part of L, so it costs no less than it would from L, hence no less than the
 * cheapest there. "Coordinate" because the basis is that of the teacher directions as given, taken as orthonormal: a rotation of
 * them, which leaves the function of the input alone, may change the leap. Cost: terms × directions.
 *
 * @param terms the terms of degree one and more whose coefficients are not zero
 * @param maxDegree the total degree up to which terms are known; empty where all are
 * @param stages in which directions are found, cheapest first
 * @param neverFound the directions that no term contains, counted from 1
 */
public record LeapExponent(
        List<HermiteTerm> terms, OptionalInt maxDegree, List<Stage> stages, List<Integer> neverFound) {

    private static final int FUNCTION_DEGREE = 6;

    /** Nodes on either side of zero for one, two and three directions: at most 120,000 values of the function. */
    private static final int[] NODES = {100, 60, 24};

    /**
     * One step of the search.
     *
     * @param found the directions that it finds, counted from 1
     * @param cost the degree of the term in them
     * @param by the term that finds them
     */
    public record Stage(List<Integer> found, int cost, HermiteTerm by) {}

    /** Of a target; empty for a function of more than three directions, whose terms are not known. */
    public static Optional<LeapExponent> of(Target target) {
        int k = target.directions();
        if (target instanceof HermiteTarget expansion) {
            return Optional.of(of(k, expansion.terms(), OptionalInt.empty()));
        }
        if (target instanceof CommitteeTarget committee) {
            return Optional.of(of(k, terms(committee), bound(target, InformationExponent.MAX_DEGREE)));
        }
        return k <= NODES.length ? Optional.of(of(k, terms(target), bound(target, FUNCTION_DEGREE))) : Optional.empty();
    }

    private static OptionalInt bound(Target target, int degree) {
        Smoothness smoothness = target.smoothness();
        return smoothness.kind() == Smoothness.Kind.POLYNOMIAL && smoothness.degree() <= degree
                ? OptionalInt.empty()
                : OptionalInt.of(degree);
    }

    private static LeapExponent of(int directions, List<HermiteTerm> all, OptionalInt maxDegree) {
        List<HermiteTerm> terms =
                all.stream().filter(term -> term.totalDegree() > 0).toList();
        int[] costs = terms.stream().mapToInt(HermiteTerm::totalDegree).toArray();
        boolean[] learned = new boolean[directions];
        List<Stage> stages = new ArrayList<>();
        for (int next = cheapest(costs); next >= 0; next = cheapest(costs)) {
            HermiteTerm term = terms.get(next);
            int cost = costs[next];
            List<Integer> found = new ArrayList<>();
            for (int r = 0; r < directions; r++) {
                if (term.degrees().get(r) > 0 && !learned[r]) {
                    learned[r] = true;
                    found.add(r + 1);
                    for (int t = 0; t < costs.length; t++) {
                        costs[t] -= terms.get(t).degrees().get(r);
                    }
                }
            }
            stages.add(new Stage(List.copyOf(found), cost, term));
        }
        List<Integer> never = IntStream.rangeClosed(1, directions)
                .filter(r -> !learned[r - 1])
                .boxed()
                .toList();
        return new LeapExponent(terms, maxDegree, List.copyOf(stages), never);
    }

    /** The first term of the smallest cost that is not zero; −1 where there is none. */
    private static int cheapest(int[] costs) {
        return IntStream.range(0, costs.length)
                .filter(t -> costs[t] > 0)
                .boxed()
                .min(Comparator.comparingInt(t -> costs[t]))
                .orElse(-1);
    }

    /** The leap; empty where no direction is found. */
    public OptionalInt leap() {
        return stages.stream().mapToInt(Stage::cost).max();
    }

    /** The information exponent: the smallest total degree of a term, constants aside; empty where there is none. */
    public OptionalInt informationExponent() {
        return terms.stream().mapToInt(HermiteTerm::totalDegree).min();
    }

    private static List<HermiteTerm> terms(CommitteeTarget committee) {
        double[] weights = committee.weights();
        double[] coefficients = InformationExponent.of(committee.activation()).coefficients();
        List<HermiteTerm> terms = new ArrayList<>();
        for (int r = 0; r < weights.length; r++) {
            for (int n = 1; n < coefficients.length; n++) {
                int[] degrees = new int[weights.length];
                degrees[r] = n;
                terms.add(HermiteTerm.of(weights[r] * coefficients[n], degrees));
            }
        }
        return significant(terms, largest(coefficients) * largest(weights));
    }

    private static List<HermiteTerm> terms(Target target) {
        int k = target.directions();
        double[] coefficients = Hermite.coefficients(x -> target.value(x, 0), k, FUNCTION_DEGREE, NODES[k - 1]);
        List<HermiteTerm> terms = new ArrayList<>();
        for (int i = 0; i < coefficients.length; i++) {
            int[] degrees = new int[k];
            int digits = i;
            for (int r = k - 1; r >= 0; r--) {
                degrees[r] = digits % (FUNCTION_DEGREE + 1);
                digits /= FUNCTION_DEGREE + 1;
            }
            if (IntStream.of(degrees).sum() <= FUNCTION_DEGREE) {
                terms.add(HermiteTerm.of(coefficients[i], degrees));
            }
        }
        terms.sort(Comparator.comparingInt(HermiteTerm::totalDegree));
        return significant(terms, largest(coefficients));
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    private static List<HermiteTerm> significant(List<HermiteTerm> terms, double scale) {
        return terms.stream()
                .filter(term -> Math.abs(term.coefficient()) > InformationExponent.NEGLIGIBLE * scale)
                .toList();
    }
}

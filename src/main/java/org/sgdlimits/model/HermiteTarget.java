package org.sgdlimits.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A multi-index target by its Hermite coefficients, y = Σ_α c_α Π_r h_{α_r}(λ*_r) with h_n = He_n/√n!.
 *
 * <p>For orthonormal teacher directions (P the identity) the products are orthonormal, and c_α are the coefficients of y. The terms
 * are summed as a tree, direction by direction: y = Σ_n h_n(λ*_1) y_n(λ*_2, …), by the recurrence √(n+1) h_{n+1} = x h_n − √n h_{n−1}.
 * Cost: the sum of the largest degrees along the tree, at most that of all terms; allocates nothing.
 */
public final class HermiteTarget implements Target {

    private final int directions;
    private final List<HermiteTerm> terms;
    private final Branch root;

    /**
     * @param directions k
     * @param terms those with coefficient zero are dropped
     * @throws IllegalArgumentException if a term has not one degree a direction, two terms have the same degrees, or none is left
     */
    public HermiteTarget(int directions, List<HermiteTerm> terms) {
        this.directions = directions;
        this.terms = terms.stream().filter(term -> term.coefficient() != 0).toList();
        if (directions < 1) {
            throw new IllegalArgumentException("target.directions: expected a whole number >= 1, got " + directions);
        }
        Set<List<Integer>> seen = new HashSet<>();
        for (int i = 0; i < terms.size(); i++) {
            List<Integer> degrees = terms.get(i).degrees();
            String name = "target.terms[" + (i + 1) + "].degrees: ";
            if (degrees.size() != directions) {
                throw new IllegalArgumentException(
                        name + "expected " + directions + " degrees, one a direction, got " + degrees.size());
            }
            if (!seen.add(degrees)) {
                throw new IllegalArgumentException(
                        name + "expected each list of degrees once, got " + degrees + " again; add the coefficients");
            }
        }
        if (this.terms.isEmpty()) {
            throw new IllegalArgumentException("target.terms: expected a coefficient that is not zero, got none");
        }
        root = Branch.of(this.terms, 0);
    }

    /** A sum over the degrees n of one direction of h_n times a sum over the next; a leaf holds a coefficient. */
    private record Branch(double coefficient, Branch[] byDegree, double[] roots) {

        static Branch of(List<HermiteTerm> terms, int direction) {
            if (direction == terms.get(0).degrees().size()) {
                return new Branch(terms.get(0).coefficient(), new Branch[0], new double[0]);
            }
            TreeMap<Integer, List<HermiteTerm>> groups = new TreeMap<>();
            for (HermiteTerm term : terms) {
                groups.computeIfAbsent(term.degrees().get(direction), n -> new ArrayList<>())
                        .add(term);
            }
            int length = groups.lastKey() + 1;
            Branch[] byDegree = new Branch[length];
            groups.forEach((n, group) -> byDegree[n] = of(group, direction + 1));
            double[] roots = new double[length];
            for (int n = 0; n < length; n++) {
                roots[n] = Math.sqrt(n);
            }
            return new Branch(0, byDegree, roots);
        }

        double value(double[] fields, int position) {
            if (byDegree.length == 0) {
                return coefficient;
            }
            double x = fields[position];
            double previous = 0;
            double current = 1;
            double sum = byDegree[0] == null ? 0 : byDegree[0].value(fields, position + 1);
            for (int n = 1; n < byDegree.length; n++) {
                double next = (x * current - roots[n - 1] * previous) / roots[n];
                previous = current;
                current = next;
                if (byDegree[n] != null) {
                    sum += current * byDegree[n].value(fields, position + 1);
                }
            }
            return sum;
        }
    }

    /** The terms whose coefficient is not zero, in the order given. */
    public List<HermiteTerm> terms() {
        return terms;
    }

    @Override
    public int directions() {
        return directions;
    }

    @Override
    public double value(double[] fields, int offset) {
        return root.value(fields, offset);
    }

    @Override
    public Smoothness smoothness() {
        return Smoothness.polynomial(
                terms.stream().mapToInt(HermiteTerm::totalDegree).max().orElseThrow());
    }

    @Override
    public Activation.Parity parity() {
        boolean anyOdd = terms.stream().anyMatch(term -> term.totalDegree() % 2 == 1);
        boolean anyEven = terms.stream().anyMatch(term -> term.totalDegree() % 2 == 0);
        return anyOdd && anyEven ? Activation.Parity.NONE : anyOdd ? Activation.Parity.ODD : Activation.Parity.EVEN;
    }

    @Override
    public String describe() {
        return "target "
                + terms.stream()
                        .map(term -> term.coefficient() + " " + term.product())
                        .collect(Collectors.joining(" + "));
    }
}

package org.sgdlimits.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One term c_α Π_r h_{α_r}(x_r) of an expansion in products of orthonormal Hermite polynomials h_n = He_n/√n!.
 *
 * @param coefficient c_α
 * @param degrees α, one a direction
 */
public record HermiteTerm(double coefficient, List<Integer> degrees) {

    /** Higher degrees are beyond every quadrature here. */
    public static final int MOST_DEGREE = 100;

    /** @throws IllegalArgumentException if the coefficient is not finite, or a degree is not from 0 to 100 */
    public HermiteTerm {
        degrees = List.copyOf(degrees);
        if (!Double.isFinite(coefficient)) {
            throw new IllegalArgumentException("coefficient: expected a finite number, got " + coefficient);
        }
        for (int degree : degrees) {
            if (degree < 0 || degree > MOST_DEGREE) {
                throw new IllegalArgumentException(
                        "degrees: expected whole numbers from 0 to " + MOST_DEGREE + ", got " + degrees);
            }
        }
    }

    /** c Π_r h_{degrees[r]}(x_r). */
    public static HermiteTerm of(double coefficient, int... degrees) {
        return new HermiteTerm(coefficient, IntStream.of(degrees).boxed().toList());
    }

    /** |α| = Σ_r α_r. */
    public int totalDegree() {
        return degrees.stream().mapToInt(Integer::intValue).sum();
    }

    /** The product of polynomials as people write it, {@code h1(z1) h2(z3)}; {@code 1} for the constant. */
    public String product() {
        String factors = IntStream.range(0, degrees.size())
                .filter(r -> degrees.get(r) > 0)
                .mapToObj(r -> "h" + degrees.get(r) + "(z" + (r + 1) + ")")
                .reduce("", (left, right) -> left.isEmpty() ? right : left + " " + right);
        return factors.isEmpty() ? "1" : factors;
    }
}

package org.sgdlimits.law;

import java.util.Objects;

/**
 * A statistic of the weights in the metric of a polynomial of the covariance, Wᵀ q(K) W with W = [u | u*] and
 * q(λ) = Σ_i c_i λ^i (seed 003: "lots of statistics can be represented by g(Wᵀ q(K) W)").
 *
 * @param name what the observable is called; entries are called {@code name.M[j,r]} and {@code name.Q[j,l]}
 * @param polynomial c, lowest degree first
 * @param of which function g of the matrix
 */
public record SpectralStatistic(String name, double[] polynomial, Of of) {

    /** The functions of the matrix. */
    public enum Of {
        /** Σ_j u_jᵀ q(K) u_j. */
        STUDENT,
        /** Σ_j (u_j − u*_j)ᵀ q(K) (u_j − u*_j), for p = k. */
        DIFFERENCE,
        /** Σ_j u_jᵀ q(K) u*_j, for p = k. */
        OVERLAP,
        /** Every u_jᵀ q(K) u*_r, and u_jᵀ q(K) u_l with j ≤ l. */
        ENTRIES
    }

    /** @throws IllegalArgumentException if the polynomial has no coefficients or one that is not finite */
    public SpectralStatistic {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(of, "of");
        polynomial = polynomial.clone();
        if (polynomial.length == 0) {
            throw new IllegalArgumentException(
                    "run.statistics." + name + ".polynomial: expected at least one coefficient, got none");
        }
        for (double coefficient : polynomial) {
            if (!Double.isFinite(coefficient)) {
                throw new IllegalArgumentException(
                        "run.statistics." + name + ".polynomial: expected finite coefficients, got " + coefficient);
            }
        }
    }

    @Override
    public double[] polynomial() {
        return polynomial.clone();
    }

    /** Whether it compares every student with a teacher of its own, and so asks for p = k. */
    public boolean pairsDirections() {
        return of == Of.DIFFERENCE || of == Of.OVERLAP;
    }
}

package org.sgdlimits.law;

/**
 * A wide student as particles: student j at its overlaps with the teachers and at the squared norm of its part orthogonal to
 * them, (m_j, q⊥_j) with q⊥_j = Q_jj − m_jᵀ P⁺ m_j. Their empirical measure is what the mean-field limit moves.
 *
 * @param overlaps m, [p][k]
 * @param orthogonal q⊥, [p], at least 0
 */
public record Particles(double[][] overlaps, double[] orthogonal) {

    /** Fewer students than this make no measure worth a picture. */
    public static final int FEWEST = 10;
}

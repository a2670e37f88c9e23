package org.sgdlimits.model;

import java.util.Arrays;
import java.util.Objects;

/** Where a run starts: the law of the overlaps at step 0. Immutable descriptions; {@code method} draws from them. */
public sealed interface Start {

    /**
     * Given overlaps M (p×k), Q (p×p) and P (k×k); the directions are otherwise uniform.
     *
     * @throws IllegalArgumentException if shapes disagree, Q or P is not symmetric, or Ω is not positive semidefinite
     */
    static Start overlaps(double[][] m, double[][] q, double[][] p) {
        return new Overlaps(new Gram(m, q, p));
    }

    /** One student and one teacher of norm 1 with overlap m. */
    static Start overlap(double m) {
        return overlaps(new double[][] {{m}}, new double[][] {{1}}, new double[][] {{1}});
    }

    /**
     * Students of norm 1 whose overlaps with orthonormal teachers are of the order that chance gives: M = scale/√d, entry by
     * entry (p×k), and the students' parts outside the teachers' span orthogonal to each other.
     */
    static Start weak(double[][] scale) {
        return new Weak(scale);
    }

    /** Students uniform on the sphere of the given norm, teachers uniform on the unit sphere, all independent. */
    static Start random(double norm) {
        return new Random(norm);
    }

    /** Students at zero, teachers orthonormal. */
    static Start zero() {
        return new Zero();
    }

    /**
     * Given vectors in the eigenbasis of the covariance, components in the order in which {@link Covariance} states its
     * eigenvalues: student p×d, teacher k×d.
     */
    static Start vectors(double[][] student, double[][] teacher) {
        return new Vectors(student, teacher);
    }

    /** Given Gram matrices Ω_b = [u|u*]ᵀ Π_b [u|u*], [block][p + k][p + k]; without a factor λ_b. The directions are otherwise uniform. */
    static Start blocks(double[][][] gram) {
        return new Blocks(gram);
    }

    /** Given values of the statistics of a {@link Limit}. */
    static Start state(double... values) {
        return new State(values);
    }

    /** See {@link #overlaps}. */
    record Overlaps(Gram gram) implements Start {
        public Overlaps {
            Objects.requireNonNull(gram, "overlaps");
        }
    }

    /** See {@link #weak}. */
    record Weak(double[][] scale) implements Start {
        public Weak {
            scale = Gram.copy(scale);
            for (double[] row : scale) {
                for (double value : row) {
                    if (!Double.isFinite(value)) {
                        throw new IllegalArgumentException("start.M: expected finite numbers, got " + value);
                    }
                }
            }
        }

        /**
         * The overlaps in dimension d.
         *
         * @throws IllegalArgumentException if a student's overlaps exceed its norm there
         */
        public Gram gram(long dimension) {
            int p = scale.length;
            int k = scale[0].length;
            double[][] m = new double[p][k];
            double[][] q = new double[p][p];
            double[][] teachers = new double[k][k];
            for (int r = 0; r < k; r++) {
                teachers[r][r] = 1;
            }
            for (int j = 0; j < p; j++) {
                double square = 0;
                for (int r = 0; r < k; r++) {
                    m[j][r] = scale[j][r] / Math.sqrt((double) dimension);
                    square += m[j][r] * m[j][r];
                }
                if (square > 1) {
                    throw new IllegalArgumentException(
                            "start.M: expected overlaps that a student of norm 1 can have, got " + Math.sqrt(square)
                                    + " for student " + (j + 1) + " in dimension " + dimension);
                }
                for (int l = 0; l < j; l++) {
                    for (int r = 0; r < k; r++) {
                        q[j][l] += m[j][r] * m[l][r];
                    }
                    q[l][j] = q[j][l];
                }
                q[j][j] = 1;
            }
            return new Gram(m, q, teachers);
        }
    }

    /** See {@link #random}. */
    record Random(double norm) implements Start {
        public Random {
            if (!(norm > 0) || Double.isInfinite(norm)) {
                throw new IllegalArgumentException("start.norm: expected a number > 0, got " + norm);
            }
        }
    }

    /** See {@link #zero}. */
    record Zero() implements Start {}

    /** See {@link #vectors}. */
    record Vectors(double[][] student, double[][] teacher) implements Start {
        public Vectors {
            student = Gram.copy(student);
            teacher = Gram.copy(teacher);
        }
    }

    /** See {@link #blocks}. */
    record Blocks(double[][][] gram) implements Start {
        public Blocks {
            gram = Arrays.stream(gram).map(Gram::copy).toArray(double[][][]::new);
        }
    }

    /** See {@link #state}. */
    record State(double[] values) implements Start {
        public State {
            values = values.clone();
        }
    }
}

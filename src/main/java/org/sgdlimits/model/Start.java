package org.sgdlimits.model;

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

    /** Students uniform on the sphere of the given norm, teachers uniform on the unit sphere, all independent. */
    static Start random(double norm) {
        return new Random(norm);
    }

    /** Students at zero, teachers orthonormal. */
    static Start zero() {
        return new Zero();
    }

    /** Given vectors in the eigenbasis of the covariance: student p×d, teacher k×d. */
    static Start vectors(double[][] student, double[][] teacher) {
        return new Vectors(student, teacher);
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

    /** See {@link #state}. */
    record State(double[] values) implements Start {
        public State {
            values = values.clone();
        }
    }
}

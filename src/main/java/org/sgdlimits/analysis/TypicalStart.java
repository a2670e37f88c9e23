package org.sgdlimits.analysis;

import java.util.Optional;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;

/**
 * The fixed start that stands for a random one: every overlap at the root of its mean square, M_jr = norm/√d and, for j ≠ l,
 * Q_jl = norm²/√d. For one teacher and data without a covariance; with several teachers such a start would never tell them apart.
 */
final class TypicalStart {

    private TypicalStart() {}

    /** The problem from the typical start, if its own start is random and has one. */
    static Optional<Problem<?>> of(Problem<?> problem) {
        if (!(problem.start() instanceof Start.Random random)
                || !(problem.model() instanceof FieldModel model)
                || model.teachers() != 1
                || model.covariance().spectrum(problem.dimension()).blocks() != 1) {
            return Optional.empty();
        }
        int p = model.students();
        double overlap = 1 / Math.sqrt((double) problem.dimension());
        double square = random.norm() * random.norm();
        double[][] m = new double[p][1];
        double[][] q = new double[p][p];
        for (int j = 0; j < p; j++) {
            m[j][0] = random.norm() * overlap;
            for (int l = 0; l < p; l++) {
                q[j][l] = j == l ? square : square * overlap;
            }
        }
        return Optional.of(problem.start(Start.overlaps(m, q, new double[][] {{1}})));
    }
}

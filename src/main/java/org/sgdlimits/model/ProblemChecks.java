package org.sgdlimits.model;

import org.sgdlimits.gaussian.SemidefiniteCholesky;

/** Whether the parts of a problem fit together. */
final class ProblemChecks {

    private static final double UNIT_NORM_TOLERANCE = 1e-10;

    private ProblemChecks() {}

    static void check(FieldModel model, TrainingRule rule, long dimension, Start start) {
        int p = model.students();
        int k = model.teachers();
        model.covariance().spectrum(dimension);
        boolean unit = rule.kind().keepsUnitNorm();
        if (start instanceof Start.Overlaps || start instanceof Start.Weak) {
            Gram gram = start instanceof Start.Weak weak ? weak.gram(dimension) : ((Start.Overlaps) start).gram();
            if (gram.students() != p || gram.teachers() != k) {
                throw new IllegalArgumentException("start: expected overlaps of " + p + " student and " + k
                        + " teacher directions (M " + p + " x " + k + ", Q " + p + " x " + p + ", P " + k + " x " + k
                        + "), got M " + gram.students() + " x " + gram.teachers());
            }
            if (!(model.covariance() instanceof Covariance.Identity)) {
                throw new IllegalArgumentException(
                        "start: overlaps say nothing of the blocks of a covariance other than"
                                + " the identity; start from vectors or at random");
            }
            double[][] omega = gram.omega();
            spans(new SemidefiniteCholesky(p + k).factor(omega), dimension);
            for (int j = 0; unit && j < p; j++) {
                if (Math.abs(omega[j][j] - 1) > UNIT_NORM_TOLERANCE) {
                    throw new IllegalArgumentException(
                            "start.Q[" + (j + 1) + "," + (j + 1) + "]: expected 1, as the rule "
                                    + "keeps every student on the unit sphere, got " + omega[j][j]);
                }
            }
        } else if (start instanceof Start.Vectors vectors) {
            shape("start.student", vectors.student(), p, dimension);
            shape("start.teacher", vectors.teacher(), k, dimension);
            for (int j = 0; unit && j < p; j++) {
                double norm = 0;
                for (double value : vectors.student()[j]) {
                    norm += value * value;
                }
                if (Math.abs(norm - 1) > UNIT_NORM_TOLERANCE) {
                    throw new IllegalArgumentException(
                            "start.student[" + (j + 1) + "]: expected norm 1, as the rule keeps"
                                    + " every student on the unit sphere, got " + Math.sqrt(norm));
                }
            }
        } else if (start instanceof Start.Blocks blocks) {
            checkBlocks(blocks.gram(), model, dimension, unit);
        } else if (start instanceof Start.Random random) {
            if (unit && random.norm() != 1) {
                throw new IllegalArgumentException("start.norm: expected 1, as the rule keeps every student on the unit"
                        + " sphere, got " + random.norm());
            }
        } else if (start instanceof Start.Zero) {
            if (unit) {
                throw new IllegalArgumentException("start: zero vectors cannot be put on the unit sphere; use random or"
                        + " overlaps, or the rule plain");
            }
            spans(k, dimension);
        } else {
            throw new IllegalArgumentException(
                    "start: a state belongs to statistics of one's own; give overlaps, vectors," + " random or zero");
        }
    }

    private static void checkBlocks(double[][][] gram, FieldModel model, long dimension, boolean unit) {
        int blocks = model.covariance().spectrum(dimension).blocks();
        int n = model.fields();
        if (gram.length != blocks) {
            throw new IllegalArgumentException("start: expected the overlaps of " + blocks
                    + " blocks, as the covariance has them, got those of " + gram.length);
        }
        for (int b = 0; b < blocks; b++) {
            SemidefiniteCholesky cholesky = new SemidefiniteCholesky(n);
            cholesky.factor(gram[b]);
            if (cholesky.mostNegativePivot() < -UNIT_NORM_TOLERANCE) {
                throw new IllegalArgumentException(
                        "start: block " + (b + 1) + ": expected a positive semidefinite matrix, got" + " a pivot of "
                                + cholesky.mostNegativePivot());
            }
        }
        for (int j = 0; unit && j < model.students(); j++) {
            double norm = 0;
            for (double[][] block : gram) {
                norm += block[j][j];
            }
            if (Math.abs(norm - 1) > UNIT_NORM_TOLERANCE) {
                throw new IllegalArgumentException("start: expected student " + (j + 1)
                        + " of norm 1, as the rule keeps every student on the unit sphere, got " + Math.sqrt(norm));
            }
        }
    }

    static void check(Limit limit, Start start) {
        int size = limit.statistics().size();
        if (!(start instanceof Start.State state)) {
            throw new IllegalArgumentException(
                    "start: statistics of one's own start from their values; use Start.state with " + size
                            + " numbers");
        }
        if (state.values().length != size) {
            throw new IllegalArgumentException("start: expected " + size + " values, one for each of "
                    + limit.statistics() + ", got " + state.values().length);
        }
    }

    static void check(Model model, TrainingRule rule, Horizon horizon) {
        if (rule.adaptive().isPresent() && horizon.clock() == Horizon.ClockUnit.FLOW_TIME) {
            throw new IllegalArgumentException(
                    "run.horizon.flowTime: expected tau or steps beside an adaptive learning rate,"
                            + " whose integral is not known beforehand, got a flow time of " + horizon.factor()
                            + "; give run.horizon.tau");
        }
        if (!(model instanceof FieldModel fields)) {
            if (rule.adaptive().isPresent() || rule.clip().isPresent()) {
                throw new IllegalArgumentException(
                        "training: expected a schedule and no clipping for statistics of one's own,"
                                + " whose drift holds the learning rate; state the rule in the drift");
            }
            return;
        }
        boolean critical =
                rule.adaptive().filter(AdaptiveRate.Critical.class::isInstance).isPresent();
        if (critical && fields.students() != fields.teachers()) {
            throw new IllegalArgumentException("training.learningRate: expected as many students as teachers beside the"
                    + " critical rate, each to be held against its own, got " + fields.students() + " and "
                    + fields.teachers() + "; use another schedule");
        }
        boolean lineSearch = rule.adaptive()
                .filter(AdaptiveRate.LineSearch.class::isInstance)
                .isPresent();
        if (lineSearch && fields.parameters().length > 0) {
            throw new IllegalArgumentException(
                    "training.learningRate: expected fixed further parameters beside line-search,"
                            + " which knows the gradient with respect to the students only, got "
                            + fields.parameterNames()
                            + "; use another schedule");
        }
    }

    private static boolean accumulates(TrainingRule rule) {
        return rule.adaptive()
                .filter(AdaptiveRate.AdaGradNorm.class::isInstance)
                .isPresent();
    }

    static void check(Model first, TrainingRule rule, Continuation<?> continuation) {
        if (accumulates(rule) || accumulates(continuation.rule())) {
            throw new IllegalArgumentException(
                    "training.then: expected none beside adagrad-norm, whose sum of gradients"
                            + " belongs to one rule from start to end; leave training.then out, or use another schedule");
        }
        if (!(first instanceof FieldModel from) || !(continuation.model() instanceof FieldModel to)) {
            throw new IllegalArgumentException("training.then: expected a network or an objective to go on with, got "
                    + first.getClass().getSimpleName() + "; state both stages in the drift of one's own statistics");
        }
        if (from.students() != to.students()
                || from.teachers() != to.teachers()
                || !from.parameterNames().equals(to.parameterNames())
                || !from.covariance().equals(to.covariance())) {
            throw new IllegalArgumentException("training.then: expected a model of the same students, teachers, further"
                    + " parameters and covariance, got " + to.describe() + " after " + from.describe()
                    + "; derive it from the first, network.loss(…)");
        }
        check(to, continuation.rule(), Horizon.tau(1));
        if (continuation.rule().kind().keepsUnitNorm() && !rule.kind().keepsUnitNorm()) {
            throw new IllegalArgumentException(
                    "training.then.rule: expected a rule that takes students of any norm, which"
                            + " training.rule leaves behind, got "
                            + continuation.rule().kind().word()
                            + "; use projected or spherical from the start, or plain after it");
        }
    }

    private static void spans(int rank, long dimension) {
        if (rank > dimension) {
            throw new IllegalArgumentException("run.dimension: expected at least " + rank
                    + ", the number of directions that the start's vectors span, got " + dimension);
        }
    }

    private static void shape(String name, double[][] vectors, int rows, long dimension) {
        if (vectors.length != rows) {
            throw new IllegalArgumentException(name + ": expected " + rows + " vectors, got " + vectors.length);
        }
        for (int j = 0; j < rows; j++) {
            if (vectors[j].length != dimension) {
                throw new IllegalArgumentException(
                        name + "[" + (j + 1) + "]: expected " + dimension + " components, got " + vectors[j].length);
            }
        }
    }
}

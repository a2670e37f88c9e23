package org.sgdlimits.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sgdlimits.gaussian.FieldAngle;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;

/**
 * What is observed of a field model's state: the risk, the excess risk where its floor is known, ‖u − u*‖² where p = k, the
 * Frobenius norm |M|, every entry of M and of Q's upper triangle while the students are few, θ, the families asked for and the
 * user's statistics. M and Q are weighted with the covariance, as in Ω; the distance is not.
 */
final class FieldObservables {

    /** Beyond this width single overlaps are observed when asked for only. */
    static final int MOST_STUDENTS = 50;

    /** The place of WᵀW among the moments. */
    private static final int IDENTITY = 0;

    /** The place of WᵀK²W. */
    private static final int SQUARE = 1;

    /** What of a state an observable is read from. */
    private enum Need {
        STATE,
        RISK,
        MOMENTS,
        SIGNAL,
        RATE
    }

    private enum Kind {
        RISK(Need.RISK),
        EXCESS_RISK(Need.RISK),
        DISTANCE(Need.MOMENTS),
        OVERLAP_NORM(Need.STATE),
        /** An entry of Ω. */
        OVERLAP(Need.STATE),
        PARAMETER(Need.STATE),
        ANGLE(Need.STATE),
        GRADIENT_FLOW(Need.SIGNAL),
        VARIANCE(Need.SIGNAL),
        GRADIENT(Need.SIGNAL),
        CRITICAL_RATE(Need.SIGNAL),
        LEARNING_RATE(Need.RATE),
        /** An entry of a statistic's matrix. */
        ENTRY(Need.MOMENTS),
        STUDENT_TRACE(Need.MOMENTS),
        DIFFERENCE_TRACE(Need.MOMENTS),
        OVERLAP_TRACE(Need.MOMENTS);

        private final Need need;

        Kind(Need need) {
            this.need = need;
        }
    }

    /** One observable, with the moment and the entry of an array that it is. */
    private record Observable(String name, Kind kind, int moment, int row, int column) {
        Observable(String name, Kind kind, int row, int column) {
            this(name, kind, IDENTITY, row, column);
        }

        Observable(String name, Kind kind) {
            this(name, kind, 0, 0);
        }
    }

    private final int students;
    private final int teachers;
    private final double batch;
    private final double trace;
    private final double squareTrace;
    private final double floor;
    private final Observable[] observables;
    private final List<String> names;
    private final List<double[]> polynomials = new ArrayList<>();

    FieldObservables(Problem<? extends FieldModel> problem, Spectrum spectrum, Observing observing) {
        FieldModel model = problem.model();
        students = model.students();
        teachers = model.teachers();
        batch = problem.rule().batch();
        trace = spectrum.trace(1);
        squareTrace = spectrum.trace(2);
        floor = model.riskFloor().orElse(0);
        polynomials.add(new double[] {1});
        polynomials.add(new double[] {0, 0, 1});
        List<Observable> all = new ArrayList<>();
        all.add(new Observable("risk", Kind.RISK));
        if (model.riskFloor().isPresent()) {
            all.add(new Observable("excessRisk", Kind.EXCESS_RISK));
        }
        if (students == teachers) {
            all.add(new Observable("distance", Kind.DISTANCE));
        }
        all.add(new Observable("|M|", Kind.OVERLAP_NORM));
        Set<ObservableFamily> families = observing.families();
        if (students <= MOST_STUDENTS || families.contains(ObservableFamily.OVERLAPS)) {
            addTeacherEntries("M", Kind.OVERLAP, IDENTITY, all);
            addStudentPairs("Q", Kind.OVERLAP, IDENTITY, all);
        }
        List<String> parameters = model.parameterNames();
        for (int i = 0; i < parameters.size(); i++) {
            all.add(new Observable(parameters.get(i), Kind.PARAMETER, i, 0));
        }
        if (families.contains(ObservableFamily.ANGLES)) {
            addTeacherEntries("angle", Kind.ANGLE, IDENTITY, all);
        }
        if (families.contains(ObservableFamily.DRIFT_PARTS)) {
            addStudentPairs("gradientFlow", Kind.GRADIENT_FLOW, IDENTITY, all);
            addStudentPairs("variance", Kind.VARIANCE, IDENTITY, all);
        }
        if (families.contains(ObservableFamily.GRADIENT)) {
            all.add(new Observable("gradientSquared", Kind.GRADIENT));
        }
        if (families.contains(ObservableFamily.CRITICAL_RATE)) {
            requirePairs("run.observables: critical-rate");
            all.add(new Observable("criticalRate", Kind.CRITICAL_RATE));
        }
        if (families.contains(ObservableFamily.LEARNING_RATE)
                || problem.rule().adaptive().isPresent()) {
            all.add(new Observable("learningRate", Kind.LEARNING_RATE));
        }
        observing.statistics().forEach(statistic -> add(statistic, all));
        observables = all.toArray(new Observable[0]);
        names = all.stream().map(Observable::name).toList();
    }

    private void add(SpectralStatistic statistic, List<Observable> to) {
        String name = statistic.name();
        if (statistic.pairsDirections()) {
            requirePairs("run.statistics." + name + ".of");
        }
        if (to.stream().anyMatch(other -> other.name.equals(name))) {
            throw new IllegalArgumentException(
                    "run.statistics." + name + ": expected a name of its own, got that of another observable");
        }
        int moment = polynomials.size();
        polynomials.add(statistic.polynomial());
        switch (statistic.of()) {
            case ENTRIES -> {
                addTeacherEntries(name + ".M", Kind.ENTRY, moment, to);
                addStudentPairs(name + ".Q", Kind.ENTRY, moment, to);
            }
            case STUDENT -> to.add(new Observable(name, Kind.STUDENT_TRACE, moment, 0, 0));
            case DIFFERENCE -> to.add(new Observable(name, Kind.DIFFERENCE_TRACE, moment, 0, 0));
            case OVERLAP -> to.add(new Observable(name, Kind.OVERLAP_TRACE, moment, 0, 0));
        }
    }

    private void requirePairs(String key) {
        if (students != teachers) {
            throw new IllegalArgumentException(
                    key + ": expected as many students as teachers, each to be held against its" + " own, got "
                            + students + " and " + teachers + "; leave it out");
        }
    }

    private void addTeacherEntries(String name, Kind kind, int moment, List<Observable> to) {
        for (int j = 0; j < students; j++) {
            for (int r = 0; r < teachers; r++) {
                to.add(new Observable(name + OrderParameters.index(j, r), kind, moment, j, students + r));
            }
        }
    }

    private void addStudentPairs(String name, Kind kind, int moment, List<Observable> to) {
        for (int j = 0; j < students; j++) {
            for (int l = j; l < students; l++) {
                to.add(new Observable(name + OrderParameters.index(j, l), kind, moment, j, l));
            }
        }
    }

    List<String> names() {
        return names;
    }

    /** The polynomials q, coefficients from the lowest degree on, whose Wᵀ q(K) W are read. */
    List<double[]> polynomials() {
        return List.copyOf(polynomials);
    }

    /** Whether one is read from the moments of the error signal and Wᵀ q(K) W. */
    boolean needsSignal(int observable) {
        return observables[observable].kind.need == Need.SIGNAL;
    }

    /** Whether one is the learning rate. */
    boolean needsRate(int observable) {
        return observables[observable].kind.need == Need.RATE;
    }

    /** Whether one is read from Wᵀ q(K) W. */
    boolean needsMoments(int observable) {
        return needsSignal(observable) || observables[observable].kind.need == Need.MOMENTS;
    }

    /** Whether an observable is the risk or its excess. */
    boolean needsRisk(int observable) {
        return observables[observable].kind.need == Need.RISK;
    }

    /** One observable; of a state only what it needs is read. */
    double at(int observable, Observed state) {
        Observable one = observables[observable];
        int row = one.row;
        int column = one.column;
        double[][] moment = state.moment[one.moment];
        return switch (one.kind) {
            case RISK -> state.risk;
            case EXCESS_RISK -> state.risk - floor;
            case DISTANCE, DIFFERENCE_TRACE -> difference(moment);
            case OVERLAP_NORM -> overlapNorm(state);
            case OVERLAP -> state.omega[row][column];
            case PARAMETER -> state.parameters[row];
            case ANGLE -> angle(state.omega, row, column);
            case GRADIENT_FLOW -> weightedSlope(state, row, column) + weightedSlope(state, column, row);
            case VARIANCE -> squareTrace * state.signal.product[row][column];
            case GRADIENT -> gradientSquared(state);
            case CRITICAL_RATE -> criticalRate(state.signal);
            case LEARNING_RATE -> state.rate;
            case ENTRY -> moment[row][column];
            case STUDENT_TRACE -> trace(moment, 0);
            case OVERLAP_TRACE -> trace(moment, students);
        };
    }

    private static double angle(double[][] omega, int row, int column) {
        return omega[row][row] > 0 && omega[column][column] > 0 ? FieldAngle.of(omega, row, column) : Double.NaN;
    }

    /** (WᵀK²W A)_lj = Σ_b λ_b E[x_b,l e_j]. */
    private static double weightedSlope(Observed state, int l, int j) {
        double sum = 0;
        for (int a = 0; a < state.slope.length; a++) {
            sum += state.moment[SQUARE][l][a] * state.slope[a][j];
        }
        return sum;
    }

    /** ‖∇R‖². */
    double gradientSquared(Observed state) {
        double sum = 0;
        for (int j = 0; j < students; j++) {
            for (int a = 0; a < state.slope.length; a++) {
                sum += state.slope[a][j] * weightedSlope(state, a, j);
            }
        }
        return sum;
    }

    /** See {@link ObservableFamily#CRITICAL_RATE}; for p = k. */
    double criticalRate(MeanSignal signal) {
        double alignment = 0;
        double power = 0;
        for (int j = 0; j < students; j++) {
            power += signal.product[j][j];
            alignment += signal.field[students + j][j] - signal.field[j][j];
        }
        return 2 * batch * alignment / (trace * power);
    }

    private double overlapNorm(Observed state) {
        double squares = 0;
        for (int j = 0; j < students; j++) {
            for (int r = students; r < students + teachers; r++) {
                squares += state.omega[j][r] * state.omega[j][r];
            }
        }
        return Math.sqrt(squares);
    }

    private double trace(double[][] moment, int offset) {
        double sum = 0;
        for (int j = 0; j < students; j++) {
            sum += moment[j][offset + j];
        }
        return sum;
    }

    private double difference(double[][] moment) {
        double sum = 0;
        for (int j = 0; j < students; j++) {
            sum += moment[j][j] - 2 * moment[j][students + j] + moment[students + j][students + j];
        }
        return sum;
    }
}

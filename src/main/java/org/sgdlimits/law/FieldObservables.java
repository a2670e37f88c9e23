package org.sgdlimits.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sgdlimits.gaussian.FieldAngle;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Spectrum;

/**
 * What is observed of a field model's state: the risk, the excess risk where its floor is known, ‖u − u*‖² where p = k, the
 * Frobenius norm |M|, every entry of M and of Q's upper triangle while the students are few, θ, and the families asked for. M
 * and Q are weighted with the covariance, as in Ω; the distance is not.
 */
final class FieldObservables {

    /** Beyond this width single overlaps are observed when asked for only. */
    static final int MOST_STUDENTS = 50;

    /** What of a state an observable is read from. */
    private enum Kind {
        RISK,
        EXCESS_RISK,
        DISTANCE,
        OVERLAP_NORM,
        /** An entry of Ω. */
        OVERLAP,
        PARAMETER,
        ANGLE,
        GRADIENT_FLOW,
        VARIANCE
    }

    /** One observable, with the entry of an array that it is. */
    private record Observable(String name, Kind kind, int row, int column) {}

    private final int students;
    private final int teachers;
    private final Spectrum spectrum;
    private final double floor;
    private final Observable[] observables;
    private final List<String> names;
    private final boolean drift;

    FieldObservables(FieldModel model, Spectrum spectrum, Set<ObservableFamily> families) {
        students = model.students();
        teachers = model.teachers();
        this.spectrum = spectrum;
        floor = model.riskFloor().orElse(0);
        List<Observable> all = new ArrayList<>();
        all.add(new Observable("risk", Kind.RISK, 0, 0));
        if (model.riskFloor().isPresent()) {
            all.add(new Observable("excessRisk", Kind.EXCESS_RISK, 0, 0));
        }
        if (students == teachers) {
            all.add(new Observable("distance", Kind.DISTANCE, 0, 0));
        }
        all.add(new Observable("|M|", Kind.OVERLAP_NORM, 0, 0));
        if (students <= MOST_STUDENTS || families.contains(ObservableFamily.OVERLAPS)) {
            addTeacherEntries("M", Kind.OVERLAP, all);
            addStudentPairs("Q", Kind.OVERLAP, all);
        }
        List<String> parameters = model.parameterNames();
        for (int i = 0; i < parameters.size(); i++) {
            all.add(new Observable(parameters.get(i), Kind.PARAMETER, i, 0));
        }
        if (families.contains(ObservableFamily.ANGLES)) {
            addTeacherEntries("angle", Kind.ANGLE, all);
        }
        drift = families.contains(ObservableFamily.DRIFT_PARTS);
        if (drift) {
            addStudentPairs("gradientFlow", Kind.GRADIENT_FLOW, all);
            addStudentPairs("variance", Kind.VARIANCE, all);
        }
        observables = all.toArray(new Observable[0]);
        names = all.stream().map(Observable::name).toList();
    }

    private void addTeacherEntries(String name, Kind kind, List<Observable> to) {
        for (int j = 0; j < students; j++) {
            for (int r = 0; r < teachers; r++) {
                to.add(new Observable(name + OrderParameters.index(j, r), kind, j, students + r));
            }
        }
    }

    private void addStudentPairs(String name, Kind kind, List<Observable> to) {
        for (int j = 0; j < students; j++) {
            for (int l = j; l < students; l++) {
                to.add(new Observable(name + OrderParameters.index(j, l), kind, j, l));
            }
        }
    }

    List<String> names() {
        return names;
    }

    /** Whether some are read from the moments of the error signal. */
    boolean needSignal() {
        return drift;
    }

    /** Whether one is read from them. */
    boolean needsSignal(int observable) {
        Kind kind = observables[observable].kind;
        return kind == Kind.GRADIENT_FLOW || kind == Kind.VARIANCE;
    }

    /** Whether an observable is the risk or its excess. */
    boolean needsRisk(int observable) {
        Kind kind = observables[observable].kind;
        return kind == Kind.RISK || kind == Kind.EXCESS_RISK;
    }

    void write(double risk, Overlaps state, MeanSignal signal, double[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = at(i, risk, state, signal);
        }
    }

    /**
     * One observable.
     *
     * @param risk read where {@link #needsRisk}
     * @param signal read where {@link #needsSignal}
     */
    double at(int observable, double risk, Overlaps state, MeanSignal signal) {
        Observable one = observables[observable];
        int row = one.row;
        int column = one.column;
        return switch (one.kind) {
            case RISK -> risk;
            case EXCESS_RISK -> risk - floor;
            case DISTANCE -> distance(state);
            case OVERLAP_NORM -> overlapNorm(state);
            case OVERLAP -> state.omega[row][column];
            case PARAMETER -> state.parameters[row];
            case ANGLE -> angle(state.omega, row, column);
            case GRADIENT_FLOW -> gradientFlow(signal, row, column);
            case VARIANCE -> variance(signal, row, column);
        };
    }

    private static double angle(double[][] omega, int row, int column) {
        return omega[row][row] > 0 && omega[column][column] > 0 ? FieldAngle.of(omega, row, column) : Double.NaN;
    }

    private double gradientFlow(MeanSignal signal, int j, int l) {
        double sum = 0;
        for (int b = 0; b < signal.field.length; b++) {
            sum += spectrum.eigenvalue(b) * (signal.field[b][l][j] + signal.field[b][j][l]);
        }
        return sum;
    }

    private double variance(MeanSignal signal, int j, int l) {
        double trace = 0;
        for (int b = 0; b < spectrum.blocks(); b++) {
            trace += spectrum.eigenvalue(b) * spectrum.eigenvalue(b) * spectrum.multiplicity(b);
        }
        return trace / spectrum.dimension() * signal.product[j][l];
    }

    private double overlapNorm(Overlaps state) {
        double squares = 0;
        for (int j = 0; j < students; j++) {
            for (int r = students; r < students + teachers; r++) {
                squares += state.omega[j][r] * state.omega[j][r];
            }
        }
        return Math.sqrt(squares);
    }

    private double distance(Overlaps state) {
        double distance = 0;
        for (double[][] gram : state.gram) {
            for (int j = 0; j < students; j++) {
                distance += gram[j][j] - 2 * gram[j][students + j] + gram[students + j][students + j];
            }
        }
        return distance;
    }
}

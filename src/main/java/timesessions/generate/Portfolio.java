package timesessions.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import timesessions.directory.Named;

/** The projects, one far bigger than most, and which of them each person works on in a month. */
final class Portfolio {
    /** What one person can keep in mind in a month. */
    static final int MOST_A_MONTH = 8;

    /** Shape of the sizes: with 5,000 projects the biggest gets about 1.4 % of the work. */
    private static final double SIZE_OFFSET = 13;

    private static final double SIZE_EXPONENT = -0.85;

    private final long seed;
    private final List<Named> projects;
    private final double[] size;
    private final int[] firstMonth;
    private final int[] endMonth;

    private final int[] running;
    private final double[] sizeSums;
    private final int[][] assigned;
    private int month = -1;

    Portfolio(Recipe recipe, long firstId, int months) {
        int count = recipe.projects();
        seed = recipe.seed();
        projects = new ArrayList<>(count);
        size = new double[count];
        firstMonth = new int[count];
        endMonth = new int[count];
        running = new int[count];
        sizeSums = new double[count];
        assigned = new int[recipe.people()][];
        var dice = new Dice(recipe.seed(), 'P');
        int[] starts = new int[count];
        int[] ends = new int[count];
        for (int rank = 0; rank < count; rank++) {
            // The biggest ones last from the first month to the last, so that in every month there is something to do.
            boolean lasting = rank <= count / 20;
            int length = lasting ? months : dice.between(2, 12);
            starts[rank] = lasting ? 0 : dice.between(1 - length, months - 1);
            ends[rank] = starts[rank] + length;
        }
        // Numbers are given out as projects begin.
        List<Integer> ranks = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingInt(rank -> starts[rank]))
                .toList();
        var names = new Names(dice);
        int number = 100;
        for (int project = 0; project < count; project++) {
            int rank = ranks.get(project);
            number += dice.between(1, 3);
            projects.add(new Named(firstId + project, names.project(number)));
            size[project] = StrictMath.pow(rank + SIZE_OFFSET, SIZE_EXPONENT);
            firstMonth[project] = starts[rank];
            endMonth[project] = ends[rank];
        }
    }

    /** Any of the person's projects of that month; the first ones get most of the work. Months must not go back. */
    Named pick(Dice dice, int person, int month) {
        if (this.month != month) {
            assign(month);
        }
        int[] choices = assigned[person];
        int one = dice.below(choices.length);
        int other = dice.below(choices.length);
        return projects.get(choices[Math.min(one, other)]);
    }

    private void assign(int month) {
        this.month = month;
        int count = 0;
        for (int project = 0; project < size.length; project++) {
            if (firstMonth[project] <= month && month < endMonth[project]) {
                running[count] = project;
                sizeSums[count] = size[project] + (count == 0 ? 0 : sizeSums[count - 1]);
                count++;
            }
        }
        for (int person = 0; person < assigned.length; person++) {
            assigned[person] = choose(new Dice(seed, 'M', month, person), count);
        }
    }

    private int[] choose(Dice dice, int count) {
        int[] drawn = new int[dice.between(3, MOST_A_MONTH)];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = running[dice.weighted(sizeSums, count)];
        }
        return drawn;
    }
}

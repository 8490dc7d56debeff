package dev.mlops.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DrawingTest {
    private static final Drawing.Link[] DIAMOND = {link(0, 1), link(0, 2), link(1, 3), link(2, 3)};

    private static Drawing.Link link(int from, int to) {
        return new Drawing.Link(from, to, true);
    }

    @Test
    void aSmallGraphRunsFromLeftToRight() {
        Drawing drawing = Drawing.of(new boolean[4], List.of(DIAMOND));
        List<Drawing.Node> nodes = drawing.nodes();
        assertThat(nodes.get(0).x()).isLessThan(nodes.get(1).x());
        assertThat(nodes.get(1).x())
                .isEqualTo(nodes.get(2).x())
                .isLessThan(nodes.get(3).x());
        assertThat(nodes.get(0).y()).isEqualTo(nodes.get(3).y());
        assertThat(drawing.edges().get(0).path()).matches("M[0-9., ]+ C[0-9., ]+");
    }

    @Test
    void aLongChainRunsDownInAStraightLine() {
        List<Drawing.Link> chain = new ArrayList<>();
        for (int i = 1; i < 14; i++) {
            chain.add(link(i - 1, i));
        }
        Drawing drawing = Drawing.of(new boolean[14], chain);
        assertThat(drawing.nodes())
                .extracting(Drawing.Node::x)
                .containsOnly(drawing.nodes().get(0).x());
        assertThat(drawing.nodes()).extracting(Drawing.Node::y).isSorted();
    }

    @Test
    void twoPairsThatNeedNotCrossDoNotCross() {
        Drawing drawing = Drawing.of(new boolean[4], List.of(link(0, 3), link(1, 2)));
        List<Drawing.Node> nodes = drawing.nodes();
        assertThat(nodes.get(0).y()).isEqualTo(nodes.get(3).y());
        assertThat(nodes.get(1).y()).isEqualTo(nodes.get(2).y());
    }

    @Test
    void sourcesStandNearTheirFirstReaderAndLastNodesAtTheEnd() {
        // 3 is read by 2 alone, 4 runs last
        Drawing drawing = Drawing.of(
                new boolean[] {false, false, false, false, true}, List.of(link(0, 1), link(1, 2), link(3, 2)));
        List<Drawing.Node> nodes = drawing.nodes();
        assertThat(nodes.get(3).x()).isEqualTo(nodes.get(1).x());
        assertThat(nodes.get(4).x()).isGreaterThan(nodes.get(2).x());
    }

    @Test
    void oneNodeIsADrawing() {
        assertThat(Drawing.of(new boolean[] {true}, List.of()).nodes()).hasSize(1);
    }

    @Property(tries = 200)
    void nodesStayInsideWithoutOverlapAndEdgesGoForward(
            @ForAll @IntRange(min = 1, max = 40) int size, @ForAll long seed) {
        List<Drawing.Link> links = randomLinks(size, new Random(seed));
        Drawing drawing = Drawing.of(new boolean[size], links);
        List<Drawing.Node> nodes = drawing.nodes();
        for (int i = 0; i < size; i++) {
            Drawing.Node node = nodes.get(i);
            assertThat(node.x()).isBetween(0, drawing.width() - Drawing.NODE_WIDTH);
            assertThat(node.y()).isBetween(0, drawing.height() - Drawing.NODE_HEIGHT);
            for (int j = 0; j < i; j++) {
                assertThat(overlap(node, nodes.get(j))).isFalse();
            }
        }
        boolean across = links.stream()
                .allMatch(l -> nodes.get(l.from()).x() < nodes.get(l.to()).x());
        boolean down = links.stream()
                .allMatch(l -> nodes.get(l.from()).y() < nodes.get(l.to()).y());
        assertThat(across || down).isTrue();
        assertThat(drawing.edges()).hasSameSizeAs(links);
    }

    private static List<Drawing.Link> randomLinks(int size, Random random) {
        Set<Drawing.Link> links = new LinkedHashSet<>();
        for (int to = 1; to < size; to++) {
            for (int k = random.nextInt(4); k > 0; k--) {
                links.add(link(random.nextInt(to), to));
            }
        }
        return List.copyOf(links);
    }

    private static boolean overlap(Drawing.Node a, Drawing.Node b) {
        return Math.abs(a.x() - b.x()) < Drawing.NODE_WIDTH && Math.abs(a.y() - b.y()) < Drawing.NODE_HEIGHT;
    }
}

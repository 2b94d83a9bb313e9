package org.sharpeyes.testkit.video;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What one simulated camera looks at: a village road under a sky, with houses, trees, vehicles and walkers that differ
 * from camera to camera. What moves repeats every {@link #PERIOD_SECONDS}, so a loop of that length has no seam.
 *
 * <p>Confined to one thread at a time. The background is drawn once; a picture costs a copy and a few sprites.
 */
final class Scene {
    static final int PERIOD_SECONDS = 4;

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.S", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String name;
    private final int width;
    private final int height;
    private final Picture background;
    private final List<Mover> movers = new ArrayList<>();

    Scene(String name, long seed, int width, int height) {
        this.name = name;
        this.width = width;
        this.height = height;
        Random random = new Random(seed);
        this.background = toPicture(drawBackground(random));
        int dot = Math.max(1, height / 90);
        BitmapFont.draw(background, name, 4 * dot, 3 * dot, dot);
        placeMovers(random);
    }

    /**
     * Draws one picture.
     *
     * @param phaseSeconds where what moves stands, taken modulo the period
     * @param at the time to show
     * @param live {@code false} draws no clock for people, since a recorded loop has none
     */
    void draw(Picture picture, double phaseSeconds, Instant at, boolean live) {
        picture.copyFrom(background);
        for (Mover mover : movers) {
            mover.draw(picture, phaseSeconds);
        }
        int dot = Math.max(1, height / 180);
        String clock = live ? CLOCK.format(at) + " UTC" : "RECORDED LOOP";
        BitmapFont.draw(picture, clock, width - BitmapFont.width(clock, dot) - 3 * dot, 3 * dot, dot);
        CellCode.draw(picture, new CellCode.Reading(name, at, live));
    }

    /** A sprite that crosses the picture so that the same view comes again after the period. */
    private record Mover(BufferedImage sprite, int baseline, int crossings, double offset, int direction, int width) {
        void draw(Picture picture, double phaseSeconds) {
            int way = width + sprite.getWidth();
            // Several equal sprites at equal distances: after one period each stands where the one before it stood.
            for (int i = 0; i < crossings; i++) {
                double turn = phaseSeconds / (PERIOD_SECONDS * crossings) + offset + (double) i / crossings;
                double done = turn - Math.floor(turn);
                int left = (int) (direction > 0 ? done * way : (1 - done) * way) - sprite.getWidth();
                blit(picture, sprite, left, baseline - sprite.getHeight());
            }
        }
    }

    private static void blit(Picture picture, BufferedImage sprite, int left, int top) {
        int x1 = Math.min(picture.width(), left + sprite.getWidth());
        int y1 = Math.min(picture.height(), top + sprite.getHeight());
        for (int y = Math.max(0, top); y < y1; y++) {
            for (int x = Math.max(0, left); x < x1; x++) {
                int argb = sprite.getRGB(x - left, y - top);
                if ((argb >>> 24) > 127) {
                    picture.set(x, y, argb);
                }
            }
        }
    }

    private void placeMovers(Random random) {
        int road = height * 62 / 100;
        Color[] paints = {
            new Color(0xB03A2E),
            new Color(0x2E6DA4),
            new Color(0xE5E7E9),
            new Color(0x34495E),
            new Color(0xD4AC0D),
            new Color(0x1E8449)
        };
        movers.add(new Mover(walker(random), road - height / 60, 4, random.nextDouble(), 1, width));
        movers.add(new Mover(
                vehicle(paints[random.nextInt(6)], random.nextBoolean(), 1.0),
                road + height * 8 / 100,
                2,
                random.nextDouble(),
                -1,
                width));
        movers.add(new Mover(
                vehicle(paints[random.nextInt(6)], random.nextInt(4) == 0, 1.25),
                road + height * 19 / 100,
                1 + random.nextInt(2),
                random.nextDouble(),
                1,
                width));
    }

    private BufferedImage vehicle(Color paint, boolean lorry, double scale) {
        int w = (int) (width * (lorry ? 0.2 : 0.15) * scale);
        int h = (int) (width * (lorry ? 0.085 : 0.055) * scale);
        BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = smooth(image);
        int wheel = h * 3 / 10;
        g.setColor(paint);
        if (lorry) {
            g.fill(new RoundRectangle2D.Double(0, 0, w * 0.68, h * 0.82, h * 0.06, h * 0.06));
            g.setColor(paint.darker());
            g.fill(new RoundRectangle2D.Double(w * 0.7, h * 0.25, w * 0.3, h * 0.57, h * 0.1, h * 0.1));
            g.setColor(new Color(0xAED6F1));
            g.fill(new RoundRectangle2D.Double(w * 0.82, h * 0.32, w * 0.15, h * 0.2, 3, 3));
        } else {
            g.fill(new RoundRectangle2D.Double(0, h * 0.38, w, h * 0.44, h * 0.3, h * 0.3));
            Path2D cabin = new Path2D.Double();
            cabin.moveTo(w * 0.18, h * 0.42);
            cabin.lineTo(w * 0.32, h * 0.03);
            cabin.lineTo(w * 0.68, h * 0.03);
            cabin.lineTo(w * 0.84, h * 0.42);
            cabin.closePath();
            g.fill(cabin);
            g.setColor(new Color(0xAED6F1));
            g.fill(new RoundRectangle2D.Double(w * 0.33, h * 0.1, w * 0.15, h * 0.28, 2, 2));
            g.fill(new RoundRectangle2D.Double(w * 0.52, h * 0.1, w * 0.16, h * 0.28, 2, 2));
        }
        for (double at : new double[] {0.2, 0.8}) {
            g.setColor(new Color(0x1B1B1B));
            g.fill(new Ellipse2D.Double(w * at - wheel / 2.0, h - wheel, wheel, wheel));
            g.setColor(new Color(0x909497));
            g.fill(new Ellipse2D.Double(w * at - wheel / 5.0, h - wheel * 0.7, wheel * 0.4, wheel * 0.4));
        }
        g.dispose();
        return image;
    }

    private BufferedImage walker(Random random) {
        int h = height / 9;
        int w = Math.max(4, h / 3);
        BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = smooth(image);
        g.setColor(new Color(0xD7A77C));
        g.fill(new Ellipse2D.Double(w * 0.3, 0, w * 0.4, w * 0.4));
        g.setColor(Color.getHSBColor(random.nextFloat(), 0.6f, 0.6f));
        g.fill(new RoundRectangle2D.Double(w * 0.2, h * 0.14, w * 0.6, h * 0.42, w * 0.3, w * 0.3));
        g.setColor(new Color(0x2C3E50));
        g.fill(new RoundRectangle2D.Double(w * 0.25, h * 0.52, w * 0.22, h * 0.48, 2, 2));
        g.fill(new RoundRectangle2D.Double(w * 0.53, h * 0.52, w * 0.22, h * 0.48, 2, 2));
        g.dispose();
        return image;
    }

    private BufferedImage drawBackground(Random random) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = smooth(image);
        int horizon = height * (38 + random.nextInt(8)) / 100;
        int road = height * 62 / 100;
        boolean evening = random.nextInt(4) == 0;
        g.setPaint(new GradientPaint(
                0,
                0,
                evening ? new Color(0x3B4A75) : new Color(0x5DADE2),
                0,
                horizon,
                evening ? new Color(0xF0B27A) : new Color(0xEBF5FB)));
        g.fillRect(0, 0, width, horizon);
        for (int i = 0; i < 4; i++) {
            g.setColor(new Color(255, 255, 255, 110));
            double x = random.nextDouble() * width;
            double y = horizon * (0.15 + random.nextDouble() * 0.45);
            for (int puff = 0; puff < 5; puff++) {
                double size = height * (0.05 + random.nextDouble() * 0.06);
                g.fill(new Ellipse2D.Double(
                        x + puff * size * 0.6, y + random.nextDouble() * 6, size * 1.6, size * 0.6));
            }
        }
        for (int layer = 0; layer < 3; layer++) {
            ridge(g, random, horizon, layer);
        }
        g.setPaint(new GradientPaint(0, horizon, new Color(0x82A65A), 0, road, new Color(0x5B7F3A)));
        g.fillRect(0, horizon, width, height - horizon);
        for (int field = 0; field < 7; field++) {
            g.setColor(new Color(70 + random.nextInt(60), 110 + random.nextInt(50), 40 + random.nextInt(40), 90));
            int y = horizon + random.nextInt(Math.max(1, road - horizon));
            g.fillRect(random.nextInt(width), y, width / 4, 2 + height / 60);
        }
        int houses = 2 + random.nextInt(3);
        for (int i = 0; i < houses; i++) {
            house(g, random, (int) ((i + 0.2 + 0.4 * random.nextDouble()) * width / houses), road - height / 14);
        }
        int trees = 3 + random.nextInt(4);
        for (int i = 0; i < trees; i++) {
            tree(g, random, random.nextInt(width), road - height / 40);
        }
        g.setColor(new Color(0x9C9A92));
        g.fillRect(0, road - height / 40, width, height / 40);
        g.setPaint(new GradientPaint(0, road, new Color(0x6E7173), 0, height, new Color(0x4A4D4F)));
        g.fillRect(0, road, width, height - road);
        g.setColor(new Color(0xE8E6DA));
        g.setStroke(new BasicStroke(height / 90f));
        for (int x = -width / 20; x < width; x += width / 8) {
            g.drawLine(x, road + height / 10, x + width / 14, road + height / 10);
        }
        lamp(g, width * (1 + random.nextInt(8)) / 9, road - height / 50);
        g.dispose();
        grain(image, random);
        return image;
    }

    private void ridge(Graphics2D g, Random random, int horizon, int layer) {
        Polygon hill = new Polygon();
        hill.addPoint(0, horizon + 2);
        double a = random.nextDouble() * 6;
        double b = 1.5 + random.nextDouble() * 2.5;
        for (int x = 0; x <= width; x += 4) {
            double t = (double) x / width;
            double up = (0.5 + 0.3 * Math.sin(a + b * Math.PI * t) + 0.2 * Math.sin(2.7 * a + 4.3 * b * t))
                    * height
                    * (0.17 - 0.04 * layer);
            hill.addPoint(x, (int) (horizon - up));
        }
        hill.addPoint(width, horizon + 2);
        g.setColor(new Color(120 - 25 * layer, 145 - 15 * layer, 150 - 35 * layer));
        g.fill(hill);
    }

    private void house(Graphics2D g, Random random, int x, int ground) {
        int w = width / 9 + random.nextInt(width / 14);
        int h = height / 7 + random.nextInt(height / 10);
        g.setColor(Color.getHSBColor(0.08f + random.nextFloat() * 0.06f, 0.15f, 0.75f + random.nextFloat() * 0.2f));
        g.fillRect(x, ground - h, w, h + height / 20);
        Polygon roof = new Polygon();
        roof.addPoint(x - w / 12, ground - h);
        roof.addPoint(x + w + w / 12, ground - h);
        roof.addPoint(x + w - w / 8, ground - h - h / 3);
        roof.addPoint(x + w / 8, ground - h - h / 3);
        g.setColor(new Color(90 + random.nextInt(70), 60, 55));
        g.fill(roof);
        g.setColor(new Color(0x34404B));
        for (int column = 0; column < 3; column++) {
            for (int row = 0; row < 2; row++) {
                g.fillRect(x + w / 10 + column * w * 3 / 10, ground - h + h / 8 + row * h / 2, w / 6, h / 4);
            }
        }
    }

    private void tree(Graphics2D g, Random random, int x, int ground) {
        int h = height / 8 + random.nextInt(height / 8);
        g.setColor(new Color(0x5D4632));
        g.fillRect(x - h / 16, ground - h / 2, Math.max(2, h / 8), h / 2);
        for (int i = 0; i < 9; i++) {
            g.setColor(new Color(35 + random.nextInt(40), 85 + random.nextInt(50), 35 + random.nextInt(25)));
            double size = h * (0.25 + random.nextDouble() * 0.25);
            g.fill(new Ellipse2D.Double(
                    x - size / 2 + (random.nextDouble() - 0.5) * h * 0.5,
                    ground - h * 0.75 + (random.nextDouble() - 0.5) * h * 0.4,
                    size,
                    size));
        }
    }

    private void lamp(Graphics2D g, int x, int ground) {
        g.setColor(new Color(0x3C4043));
        g.setStroke(new BasicStroke(Math.max(2f, height / 120f)));
        g.drawLine(x, ground, x, ground - height / 3);
        g.drawLine(x, ground - height / 3, x + width / 22, ground - height / 3 - height / 60);
    }

    /** A little texture, so that the encoder has something to code and the picture does not look drawn. */
    private static void grain(BufferedImage image, Random random) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                int noise = random.nextInt(9) - 4;
                image.setRGB(
                        x,
                        y,
                        clamp((rgb >> 16 & 255) + noise) << 16
                                | clamp((rgb >> 8 & 255) + noise) << 8
                                | clamp((rgb & 255) + noise));
            }
        }
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }

    private static Picture toPicture(BufferedImage image) {
        Picture picture = new Picture(image.getWidth(), image.getHeight());
        blit(picture, opaque(image), 0, 0);
        return picture;
    }

    private static BufferedImage opaque(BufferedImage image) {
        BufferedImage copy = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = copy.createGraphics();
        g.drawImage(image, 0, 0, null);
        g.dispose();
        return copy;
    }

    private static Graphics2D smooth(BufferedImage image) {
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        return g;
    }
}

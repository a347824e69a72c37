using System.Text;
using ContainerKit.Exec;

namespace ContainerKit.Tests.Streams;

public sealed class LineSplitterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a\n", "a")]
    [InlineData("a\nb", "a|b")]
    [InlineData("\n\n", "|")]
    [InlineData("a\r\nb\r\n", "a|b")]
    [InlineData("a\rb\n", "a\rb")]
    [InlineData("a\r\r\n", "a\r")]
    public void Lines_come_without_their_ends(string text, string lines) =>
        string.Join('|', Split(Encoding.UTF8.GetBytes(text), _ => int.MaxValue)).Should().Be(lines);

    [Fact]
    public void A_line_end_split_between_two_pieces_is_one_line_end() => Split("a\r\nb\n"u8.ToArray(), _ => 2).Should().Equal("a", "b");

    [Fact]
    public void A_character_split_between_two_pieces_stays_one_character() =>
        Split(Encoding.UTF8.GetBytes("größe → 😀\n"), _ => 1).Should().Equal("größe → 😀");

    [Fact]
    public void Bytes_that_are_not_utf8_become_the_replacement_character() =>
        Split([(byte)'a', 0xFF, (byte)'\n', 0xE2, 0x86, (byte)'\n'], _ => 1).Should().Equal("a\uFFFD", "\uFFFD");

    [Fact]
    public void Pieces_of_any_size_give_the_lines_of_the_whole()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(300)).Select(_ => random.GetItems(["a", "ö", "😀", "\r", "\n", "\r\n", "word "], 1)[0]));

            Split(Encoding.UTF8.GetBytes(text), _ => random.Next(1, 20)).Should().Equal(Reference(text), $"of seed {seed}");
        }
    }

    [Fact]
    public void A_line_of_a_megabyte_is_one_line()
    {
        var line = new string('x', 1024 * 1024);

        Split(Encoding.UTF8.GetBytes(line + "\nend\n"), _ => 64 * 1024).Should().Equal(line, "end");
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(64 * 1024)]
    [InlineData(1_000_003)]
    public void A_line_longer_than_the_longest_comes_in_parts(int piece)
    {
        var bytes = new byte[(2 * LineSplitter.LongestLine) + 5];
        bytes.AsSpan().Fill((byte)'x');
        bytes[^1] = (byte)'\n';

        Split(bytes, _ => piece).Select(line => line.Length).Should().Equal(LineSplitter.LongestLine, LineSplitter.LongestLine, 4);
    }

    [Fact]
    public void The_longest_line_is_one_line()
    {
        var bytes = new byte[LineSplitter.LongestLine + 1];
        bytes.AsSpan().Fill((byte)'x');
        bytes[^1] = (byte)'\n';

        Split(bytes, at => at == 0 ? LineSplitter.LongestLine : 1).Select(line => line.Length).Should().Equal(LineSplitter.LongestLine);
    }

    [Theory]
    [InlineData("€x\n", 1, "|€x")]
    [InlineData("€x\n", 2, "|€x")]
    [InlineData("€x\n", 3, "€|x")]
    [InlineData("😀\n", 3, "|😀")]
    [InlineData("\rx\n", 1, "|\rx")]
    [InlineData("y\r\r\n", 2, "y|\r")]
    [InlineData("y\r\n", 1, "y")]
    [InlineData("y\r\n\nb\n", 1, "y||b")]
    [InlineData("y\r", 1, "y")]
    public void A_line_that_is_too_long_is_cut_neither_in_a_character_nor_in_its_end(string text, int at, string lines)
    {
        var fill = new string('x', LineSplitter.LongestLine - at);

        foreach (var piece in new[] { int.MaxValue, 64 * 1024 })
            string.Join('|', Split(Encoding.UTF8.GetBytes(fill + text), _ => piece)).TrimStart('x').Should().Be(lines);
    }

    private static string[] Reference(string text)
    {
        var lines = text.Split('\n');
        if (lines[^1].Length == 0) lines = lines[..^1];
        return [.. lines.Select(line => line.EndsWith('\r') ? line[..^1] : line)];
    }

    private static List<string> Split(byte[] bytes, Func<int, int> pieceLength)
    {
        var (splitter, lines) = (new LineSplitter(), new List<string>());
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(pieceLength(at), bytes.Length - at);
            splitter.Push(bytes.AsSpan(at, length), lines.Add);
            at += length;
        }

        splitter.Finish(lines.Add);
        return lines;
    }
}

using System.Reflection;

namespace ContainerKit.Tests.Terminals;

public sealed class KeysTests
{
    [Fact]
    public void Ctrl_accepts_only_characters_that_terminals_support()
    {
        Keys.CtrlC.Sequence.Should().Be("\x03");
        Keys.Ctrl('A').Should().Be(Keys.Ctrl('a')).And.Subject.ToString().Should().Be("Ctrl-A");
        (Keys.Ctrl('@').Sequence, Keys.Ctrl('[').Sequence, Keys.Ctrl('_').Sequence).Should().Be(("\0", "\e", "\x1f"));
        foreach (var key in "1 é~")
            FluentActions.Invoking(() => Keys.Ctrl(key)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Characters_strings_and_Alt_combinations_are_keys()
    {
        Key letter = 'x';
        Key word = "yes";

        (letter.Sequence, word.Sequence, Keys.Alt('f').Sequence, Keys.Alt(Keys.Up).Name)
            .Should().Be(("x", "yes", "\ef", "Alt-Up"));
    }

    [Fact]
    public void Each_key_sends_a_unique_sequence()
    {
        var keys = typeof(Keys).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(property => (Key)property.GetValue(null)!).ToList();

        keys.Should().HaveCountGreaterThan(30);
        keys.Select(key => key.Sequence).Should().OnlyHaveUniqueItems();
        keys.Select(key => key.Name).Should().OnlyHaveUniqueItems();
    }
}

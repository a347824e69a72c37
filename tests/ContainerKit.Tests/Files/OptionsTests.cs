namespace ContainerKit.Tests.Files;

public sealed class OptionsTests
{
    [Fact]
    public void An_owner_has_no_negative_ids_and_reads_as_the_commands_write_it()
    {
        FluentActions.Invoking(() => new FileOwner(-1, 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => FileOwner.Root with { GroupId = -1 }).Should().Throw<ArgumentOutOfRangeException>();
        new FileOwner(1000, 50).ToString().Should().Be("1000:50");
    }

    [Fact]
    public void Plans_refuse_paths_that_are_none_when_they_are_described()
    {
        var plan = Image.Pull("busybox").Run("true");

        FluentActions.Invoking(() => plan.WriteText("etc/motd", "x")).Should().Throw<ArgumentException>().WithMessage("*'/etc/motd'*");
        FluentActions.Invoking(() => plan.ReadText("/etc/")).Should().Throw<ArgumentException>().WithMessage("*folder*");
        FluentActions.Invoking(() => plan.CopyOut("/a/..", "x")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => plan.CopyIn("", "/x")).Should().Throw<ArgumentException>();
        plan.CopyIn("a", "/b").WriteText("/c", "secret").CopyOut("/d", "e").ToString().Should().Be("pull busybox:latest → run true → copy a to /b → write /c → copy /d out to e");
    }
}

namespace ContainerKit.Tests.Files;

public sealed class FileOptionsTests
{
    [Fact]
    public void A_file_owner_accepts_IDs_of_32_bits_and_is_shown_in_the_syntax_of_chown()
    {
        FluentActions.Invoking(() => new FileOwner(-1, 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => FileOwner.Root with { GroupId = -1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new FileOwner(4294967296, 0)).Should().Throw<ArgumentOutOfRangeException>();
        new FileOwner(3000000000, 4294967295).ToString().Should().Be("3000000000:4294967295");
        new FileOwner(1000, 50).ToString().Should().Be("1000:50");
    }

    [Fact]
    public void File_steps_with_invalid_paths_are_rejected_when_the_plan_is_created()
    {
        var plan = Image.Pull("busybox").Run("true");

        FluentActions.Invoking(() => plan.WriteText("etc/motd", "x"))
            .Should().Throw<ArgumentException>().WithMessage("*'/etc/motd'*");
        FluentActions.Invoking(() => plan.ReadText("/etc/")).Should().Throw<ArgumentException>().WithMessage("*folder*");
        FluentActions.Invoking(() => plan.CopyOut("/a/..", "x")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => plan.CopyIn("", "/x")).Should().Throw<ArgumentException>();
        plan.CopyIn("a", "/b").WriteText("/c", "secret").CopyOut("/d", "e").ToString()
            .Should().Be("pull busybox:latest → run true → copy a to /b → write /c → copy /d out to e");
    }
}

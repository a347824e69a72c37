namespace ContainerKit.Tests.Exec;

/// <summary>The validation of the destinations of an output.</summary>
public sealed class OutputTargetTests
{
    [Fact]
    public void Invalid_output_targets_are_rejected_when_they_are_created()
    {
        FluentActions.Invoking(() => OutputTarget.ToStream(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => OutputTarget.ToStream(new MemoryStream([], writable: false)))
            .Should().Throw<ArgumentException>().WithMessage("*not writable*");
        FluentActions.Invoking(() => OutputTarget.ToFile(" ")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => OutputTarget.ToDelegate((Action<ReadOnlyMemory<byte>>)null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => OutputTarget.CollectEnds(0, 0))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*OutputTarget.Discard*");
        FluentActions.Invoking(() => OutputTarget.CollectEnds(-1, 5)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => OutputTarget.CollectEnds(5, int.MaxValue)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_missing_output_target_is_rejected_by_specs()
    {
        FluentActions.Invoking(() => new ExecSpec("ls") { StandardOutput = null! }).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new ExecSpec("ls") { StandardError = null! }).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new CompletionOptions { StandardOutput = null! }).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new CompletionOptions { StandardError = null! }).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new CompletionOptions { AllowedExitCodes = null! }).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void An_output_target_is_shown_as_its_destination()
    {
        OutputTarget.Collect.ToString().Should().Be("collected");
        OutputTarget.Discard.ToString().Should().Be("discarded");
        OutputTarget.CollectEnds(10, 20).ToString().Should().Be("first 10 and last 20 bytes");
        OutputTarget.ToFile("shop.dump").ToString().Should().Be("to shop.dump");
    }
}

namespace ContainerKit.Engine.Tests.Images;

/// <summary>Platforms, digests and typed progress of pulls and pushes.</summary>
public sealed class TransferTests : EngineTest
{
    [DockerFact]
    public async Task Pull_for_a_platform_that_the_image_does_not_have_throws_ImageNotFound()
    {
        var name = $"{TestRegistries.Open}/{Unique("platform")}:1";
        var pushed = await Image.Pull(Busybox).Tag(name).Push().ExecuteAsync(Token);
        var platform = (await InspectAsync(Busybox)) is var busybox
            ? $"{busybox.GetProperty("Os").GetString()}/{busybox.GetProperty("Architecture").GetString()}" : "";

        (await Image.Pull(name, new PullOptions { Platform = platform }).ExecuteAsync(Token)).Id.Should().Be(pushed.Id);
        var options = new PullOptions { Platform = "linux/s390x" };
        var failure = await FluentActions.Awaiting(() => Image.Pull(name, options).Run(Spec("true")).ExecuteAsync(Token))
            .Should().ThrowAsync<ImageNotFoundException>();
        failure.Which.Message.Should().Contain("linux/s390x").And.Contain(name);
        failure.Which.Step.Should().Be($"pull --platform linux/s390x {name}");
        await FluentActions.Awaiting(() => Image.Pull(name, options with { Policy = PullPolicy.Never }).ExecuteAsync(Token))
            .Should().ThrowAsync<ImageNotFoundException>();
    }

    [DockerFact]
    [Requires(EngineFeature.PushProgress)]
    public async Task Push_and_pull_report_the_phases_of_a_layer_in_order()
    {
        var name = $"{TestRegistries.Open}/{Unique("progress")}:1";
        var (pushProgress, pullProgress) = (new ProgressRecorder(), new ProgressRecorder());
        var plan = Image.Pull(Busybox).Run(Spec("sleep", "infinity"))
            .Exec("dd", "if=/dev/urandom", "of=/big", "bs=1M", "count=32").Commit(name);

        var pushed = await plan.Push().WithProgress(pushProgress).ExecuteAsync(Token);
        await DockerCli.GetOutputAsync("rmi", name);
        var pulled = await Image.Pull(name).WithProgress(pullProgress).ExecuteAsync(Token);

        pulled.Digest.Should().Be(pushed.Digest).And.StartWith("sha256:");
        var pushPhases = Phases(pushProgress);
        pushPhases.Should().EndWith(TransferPhase.Complete)
            .And.BeSubsetOf([TransferPhase.Preparing, TransferPhase.Waiting, TransferPhase.Pushing, TransferPhase.Complete]);
        var pullPhases = Phases(pullProgress);
        pullPhases.Should().BeInAscendingOrder().And.StartWith(TransferPhase.Waiting)
            .And.Contain(TransferPhase.Downloading).And.EndWith(TransferPhase.Complete);
        pullProgress.All.Where(report => report.Phase == TransferPhase.Downloading)
            .Should().OnlyContain(report => report.Current <= report.Total);
    }

    // Returns the phases of the layer that is large enough to report progress.
    private static List<TransferPhase> Phases(ProgressRecorder progress)
    {
        var transfers = progress.All.Where(report => report.Kind == PlanProgressKind.Transfer && report.Layer is not null)
            .ToList();
        var layer = transfers.First(report => report.Total > 30_000_000).Layer;
        return [.. transfers.Where(report => report.Layer == layer).Select(report => report.Phase)];
    }
}

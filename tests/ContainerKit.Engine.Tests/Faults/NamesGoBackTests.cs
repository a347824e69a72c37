namespace ContainerKit.Engine.Tests.Faults;

/// <summary>A name that a failed chain had moved is where it was.</summary>
public sealed class NamesGoBackTests : EngineTest
{
    [EngineFact]
    public async Task A_failed_chain_gives_a_name_back_to_the_image_that_had_it()
    {
        var name = NewImage();
        var before = await Image.Pull(Busybox).Run("sleep", "infinity").Exec("touch", "/before").Commit(name).ExecuteAsync(Token);

        await Image.Pull(Busybox).Run("sleep", "infinity").Exec("touch", "/after").Commit(name).Do((_, _) => throw new InvalidOperationException("enough"))
            .Invoking(chain => chain.ExecuteAsync(Token)).Should().ThrowAsync<InvalidOperationException>();

        (await Witness.InspectAsync(name, "{{.Id}}")).Should().Be(before.Id);
        (await Image.Local(name).Run("ls", "/before").Output().ExecuteAsync(Token)).Should().Be("/before\n");
    }

    [EngineFact]
    public async Task A_failed_chain_takes_its_new_names_away()
    {
        var (committed, tagged) = (NewImage("committed"), NewImage("tagged"));

        await Image.Pull(Busybox).Run("sleep", "infinity").Commit(committed).Tag(tagged).Do((_, _) => throw new InvalidOperationException("enough"))
            .Invoking(chain => chain.ExecuteAsync(Token)).Should().ThrowAsync<InvalidOperationException>();

        (await Witness.HasImageAsync(committed)).Should().BeFalse();
        (await Witness.HasImageAsync(tagged)).Should().BeFalse();
    }

    [EngineFact]
    public async Task A_tag_on_an_image_that_has_it_already_survives_a_failure()
    {
        var name = NewImage();
        var image = await Image.Pull(Busybox).Run("sleep", "infinity").Commit(name).ExecuteAsync(Token);

        await Image.Local(name).Tag(name).Do((_, _) => throw new InvalidOperationException("enough"))
            .Invoking(chain => chain.ExecuteAsync(Token)).Should().ThrowAsync<InvalidOperationException>();

        (await Witness.InspectAsync(name, "{{.Id}}")).Should().Be(image.Id);
    }
}

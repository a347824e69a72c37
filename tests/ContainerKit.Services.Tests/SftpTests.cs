using Renci.SshNet;
using Renci.SshNet.Common;

namespace ContainerKit.Services.Tests;

public sealed class SftpTests : ServiceTest
{
    [DockerFact]
    public async Task Sftp_keeps_files_of_SSH_NET_and_requires_its_password()
    {
        var spec = new SftpSpec { Folder = "inbox" };
        await using var sftp = await Sftp.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);

        using var client = new SftpClient(sftp.Address.Host, sftp.Address.Port, sftp.User, sftp.Password);
        await client.ConnectAsync(Token);
        client.WriteAllText("/inbox/two.txt", "zwei");
        (await sftp.Container.ReadTextAsync("/home/test/inbox/two.txt", Token)).Should().Be("zwei");

        client.CreateDirectory("/inbox/old");
        await sftp.ResetAsync(Token);
        client.ListDirectory("/inbox").Select(file => file.Name).Should().BeEquivalentTo(".", "..");

        using var stranger = new SftpClient(sftp.Address.Host, sftp.Address.Port, sftp.User, "wrong");
        await FluentActions.Awaiting(() => stranger.ConnectAsync(Token)).Should().ThrowAsync<SshAuthenticationException>();
        sftp.InternalConnectionString.Should().Be($"sftp://test:{spec.Password}@{sftp.Container.Name}:22/inbox");
        $"{spec} {sftp}".Should().NotContain(spec.Password);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a:b")]
    [InlineData("a b")]
    public void An_SFTP_password_that_the_image_cannot_read_is_rejected(string password) =>
        FluentActions.Invoking(() => new SftpSpec { Password = password }).Should().Throw<ArgumentException>();
}

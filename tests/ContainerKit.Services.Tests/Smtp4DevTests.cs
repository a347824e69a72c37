using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ContainerKit.Services.Tests;

public sealed class Smtp4DevTests : ServiceTest
{
    [DockerFact(Timeout = 120_000)]
    public async Task Smtp4Dev_keeps_a_message_of_MailKit_until_a_reset()
    {
        var spec = new Smtp4DevSpec();
        await using var mail = await Smtp4Dev.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);

        using var message = new MimeMessage
        {
            From = { MailboxAddress.Parse("shop@example.com") },
            To = { MailboxAddress.Parse("customer@example.com") },
            Subject = "Your parcel",
            Body = new TextPart("plain") { Text = "zwei" },
        };
        using (var smtp = new SmtpClient())
        {
            await smtp.ConnectAsync(mail.Address.Host, mail.Address.Port, SecureSocketOptions.None, Token);
            await smtp.SendAsync(message, Token);
            await smtp.DisconnectAsync(quit: true, Token);
        }

        // The server adds a message to the mailbox after it has accepted it.
        await UntilAsync(async () => await ReadSubjectsAsync(mail) is ["Your parcel"]);
        await mail.ResetAsync(Token);
        (await ReadSubjectsAsync(mail)).Should().BeEmpty();

        using var http = new HttpClient();
        (await http.GetStringAsync(mail.WebUri, Token)).Should().Contain("smtp4dev");
        mail.InternalConnectionString.Should().Be($"smtp://{mail.Container.Name}:25");
    }

    private static async Task<IReadOnlyList<string?>> ReadSubjectsAsync(Smtp4Dev mail)
    {
        using var imap = new ImapClient();
        await imap.ConnectAsync(mail.ImapAddress.Host, mail.ImapAddress.Port, SecureSocketOptions.None, Token);
        await imap.AuthenticateAsync("test", "test", Token);
        await imap.Inbox!.OpenAsync(FolderAccess.ReadOnly, Token);
        var messages = await imap.Inbox.FetchAsync(0, -1, MessageSummaryItems.Envelope, Token);
        return [.. messages.Select(summary => summary.Envelope?.Subject)];
    }
}

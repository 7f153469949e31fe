// Words that may stand in a recording or a report: those of gatetop's own sentences, of OpenClaw's states and errors, and names of
// channels, providers and models. None of them is a person's. A word that is not here does not leave this host.

const words = `
abnormal abort aborted aborting aborts about above absent accent accept accepted accepting accepts access account accounts ack
acknowledge acknowledged acp act acted action actions activating active activity actor add added address addressed adds admin
admission advice after afterwards again against age agent agents ago ahead alerts alibaba align alive all allowed allowlist
alone already also although always ambient among an and android anew announced another answer answered answering answers
anthropic any anything api append application applies apply approval approvals approve approved are arm64 around arpa array
arrow as ascii aside ask asked asking asks assembled assets assistant at attach attempt attempts attribution audit auth
authentication authority auto automatic automation autostart auxv available average awake away azure back backend background
backspace bad base be beats became because becomes bedrock been before began begin begins begun behind being bell belong belongs
below beside best better between beyond bigint billing binary bind bindings blacked blessed blind blink block blocked blockers
blocks bluebubbles board boards body bold boolean boot booting bootout boots bootstrap bot both bounded box breaker breakpoint
brings broke broken browser browsers budget buffers build built burst bus busy but by bytes cache call calls calm came can
cancelled cannot canvas capabilities capacity catches cause causes cell cerebras cert certificate cgroup cgroups challenge
chance change changed changes changing channel channels characters charts chat check checking child children chmod choice choose
chunk chunks circle circles classification claude claw clawdbot clawrouter clean clear cleared cli click client clients
clipboard clock close closed closes closing coalesced code codes codestral codex collection colons color colors colour column
columns come comes coming command commanded commands compacted compaction compare compares competing complaint complete
completed completes completion computer concurrent conf confidence config configuration configured confirm confirmed conflict
conn connect connected connecting connection connections connects consecutive console const constructor cont contacted container
content context continue contrib control cooldown copilot copy core cores cost costs could count counted counts cpu crash
crashed crashes create created credential credentials crit critical cron ctrl ctx ctype current cursor custom cut cwd cyan
daemon daily dangerous dangling dark darwin dashboard data database date day days deactivating dead deadline deaf debug debugger
decide decides decision deep deepgram deepseek default defaults defect deferral deferred degraded delay delayed delete deleted
delivered deliveries delivery delta demo denied depth dequeue der desc describe description desktop destroyed details detector
dev device deviceless devices diagnostic diagnostics did died dies different differs digits dim dir direct direction directory
disabled disagreement disconnect disconnected discord discovery disk disks dispatch display do docs doctor document does dollars
done down draft drain drained draining drains drawn dreaming drop drops dry due dumb duration dynamic eacces each eagain early
edit editors eexist egress either elapsed elevenlabs else elsewhere email embedded embedding emit emitted emlink empty enable
enabled end ended ending ends engine enoent enospc enosys enotdir enotsup enough enqueue enter entered entries env environment
environments eopnotsupp eperm eproto equal err error errors esc esrch estimate estimated etc event events ever every everyone
everything evidence example examples exceeded exception exclude exec execution exist exit exited expected experimental expire
expired expires expiry explain explains export expression external extract fact facts fail failed failing fails failure failures
fal falls false far fast faster fastest fatal fault fd fds features feishu fetch few fewer field fields figures file files fill
fills filter filters final find finds fingerprint finished finishes finishing firewall fireworks first five fix flag flags
flapping flat flex flight floor fold follow following followup for forbade forbidden forbids force forced forces foreign found
foundry frame free freeze fresh from front frozen full function gap gatetop gateway gateways gave gemini geolocation get gets
getupdates gib github give given gives giving glm glyphs gmail go goes going gone good google googlechat got gpt grace graceful
granted grapheme grave green greeting grok groq group grow growing growth guard gui habits had haiku half hand handed handlers
handles handoff hands handshake hang hangs harmless has hastened have head header health healthy healthz heap heard hears
heartbeat held hello help here hex hexadecimal hidden hide high hint history hit hold holds home homedir honest hook hooks host
hostname hot hour hours how hpe html http https huggingface human id identity idle ids if ignore ignored image imessage
immutable implicit import imports in inactive inbound incident include index ineffective inference infinity info information
ingress input ins inside inspect install installed instance instead internal interrupt interrupted interrupts interval into
invalid inverse invocation ios ipv irc is issue issues it italic item its itself java job jobs join journal journald js json
judge judged judgement keep keeps kept kernel key keyboard keys kib kickstart kill killed kills kimi kind know known knows label
ladder lan lane lanes lang larger lark last lasts latched late lately latencies latency later latest latin launchctl launchd
lazy leads leak lease leased least leave leaves leaving left legacy length less let lets letters level lib lifecycle lift light
like limit limited limits line lines linger lingers link links linux list listed listen listener listens lists litellm little
live liveness llama lmstudio load loadavg loaded local localhost lock locked locks log logged logging login loginctl logs long
longer look looked looking looks loop loops lost low ls machine macos made magenta main maintenance make makes manager managers
manual many map mark markdown marked marks masked match matches math matrix matter mattermost max may mean means meant meanwhile
measured medium mem meminfo memory mend mended mends menu merge message messages meta metadata method methods mib microsoft
milliseconds min mini minimax minute minutes mishap mismatch missed missing mistral mixed mixes mode model models moment monitor
monitors mono monotonic month moonshot more most mount mountinfo mouse move moved moves ms msteams much must mute muted mutes
name named names nano native ndjson near nearly needed needs neither nested net network never new newer newest next nextcloud
night no nobody node nodes nonce none nor normal normalize nostr not note notes nothing notification notifier notify now npm
nrestarts null number numbers nvidia oauth object observation of off official offline offset often ok old older oldest ollama on
once one ones online only onto oom oompolicy open openai openclaw opencode opened opening openrouter opens openssl operation
operator operators option options opus or order ordinary org origin osc other others our ours out outage outbound outcome
outlive outlives output outside over overline overloaded override overrides overview own owned owner packets page pager painted
pair paired pairing panel panels params parent part partial participants parts pass passes password patch path pause paused
payload peak pem pending per percent perhaps permission permitted perplexity person phase phone pid pipe place placement plain
plaintext plan planned platform please plugin plugins pointed policy poll polling pong port ports positional post pour ppid pre
precondition preflight prepare prepared preparing presence press prevent previewed previous prewarm print prints private probe
probed problem problems proc process processed processes processing procs profile profiles program progress projection prompt
proof property proto protocol prototype prove proved provider providers proxy pruned ps ptmux public purpose push pushed put
qqbot quantity questions queue queued queues quiet quit quits quota quotas qwen raise raised ran raster rate rates ratio raw
reach reached reaches read readability readable readiness reading readings readonly reads ready readyz real reason reasoning
reasons reboot received reclaimed reconnect reconnects record recording recovered recovering recovers recovery recycled red
redacted redirects reference refresh refreshes refreshing refuse refused refuses regular rejection release released reload
reloading reloads remedy remember remote remove removed renew renewed renews repair repairs repeat repeated replaced replay
replaying replies reply report reported reports req request requested requests required res reset resize resized resolution
resolve resolved resolver response rest restart restarted restarting restarts result resume retried retries retry retryable
retrying return returns review revision right rights ring rings rises rising role room root rotated round route row rows rpc
rpcs rss rule rules run rung runid runner running runs runtime runway safe safeguard said same sample sampled save saw say
saying says scan scars scenario scenarios schedule scheduled schema scope scopes screen script scripts search sec second seconds
secret secrets section secure see seed seen sees seldom select selected selects self send sender sends senseaudio sent sentence
sentinel seq served server serves service services serving session sessions set sets setting settings settled settling several
severity sglang sha shake share shared shell shells shift short should show shown shows shutdown side sidecar sidecars sigcont
sighup sigint sigkill sign signal signalled signals signature signatures signed sigterm sigtstp sigusr sigusr1 sigusr2 silence
silent since single size skill skills skip skipped slack slope slow slowed slower slowest small snapshot snooze snoozed so
socket some somebody something sonnet soon sooner sort sound source space span sparse spawn spawned speak speaks speech speed
spends spent spoke spoken sqlite ssh ssl stability stable stale stalled standard standing stands start started starting starts
startup startupz stat state states statfs static status stay stays stdin stdout steady steer step still stime stop stopped
stopping stops store storm stranger stream streamed streams stretch strike string strong stuck sub subagent subject subscribe
subscribed subscriptions subsystem succeeded success such sudo suffix suits summary supervisor suppressed suppressing sure
surely suspend suspended suspending suspension switch switched symbol symbolic synology sys system systemctl systemd
systeminformation tab table tail tailnet take taken takes talk tap target targets task taskid tasks tcp teams telegram tell
tells ten term terminal terminated text than that the their theirs them theme themselves then there they thinking thinks third
this those though thread threads throttle through tib tick ticks tid tightest time timed timeline timeout times timing tiny
title tlon tls tmp tmux to today together token tokens told tombstoned tombstones tone too took tool tools top topic total
totals touched towards trace traffic transcript transcripts transfer transport trend tried tries trip tripped trouble true
truncate truncated trusted trusts try trying ts tsx tts tty tui tunnel turbo turn turned turns twice twilio twitch two type
typed ui uid unanswered unauthorized unavailable unbound uncaught unclean unconfigured undefined under underline understands
unencrypted unexpected unfit unfold unhandled unit units unkillable unknown unless unloaded unmask unprocessed unproved
unreachable unread unreadable unresolved unset unsupported until up update updated updates upgrade upkeep upserted uptime urgent
url us usage usd use usec used user userprofile users uses usr usual usually utf utilization utime v1 v2 v3 v4 valid value
values vars venice verb verdict version vertex very view viewer views vllm voice wait waited waiting waits wakeup wal wanted
wants warn warning was watch watched way web webchat webhook webhooks website websocket well went were what whatever whatsapp
wheel when where whether which whichever while who whoever whole whom whose why wide widget width will win win32 window windows
wins wire with within without witness word words work worked worker workers works workshop workspace workspaces worse would wrap
writable write writer writes written wrong ws wss x64 xai xdg yellow yes yet you your yourself zai zalo zero
`;

export const vocabulary: ReadonlySet<string> = new Set(words.trim().split(/\s+/u));
